#include "device/nn/squared_difference/squared_difference.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

int32_t WrappingSquare(int32_t a, int32_t b) {
  const uint32_t difference =
      static_cast<uint32_t>(a) - static_cast<uint32_t>(b);
  return static_cast<int32_t>(difference * difference);
}

template <typename T>
void Quantized(const SquaredDifferenceQuantizedParams& p, int32_t low,
               int32_t high, const T* first, const T* second, T* output) {
  const int32_t unit = 1 << p.fraction_bits;
  ForEachPair(p.pairs, first, second, output, [&](T a, T b) {
    const int32_t x = Requantize((a - p.first_zero_point) * unit,
                                 p.first_multiplier, p.first_shift);
    const int32_t y = Requantize((b - p.second_zero_point) * unit,
                                 p.second_multiplier, p.second_shift);
    const int32_t scaled = WrappingAdd(
        Requantize(WrappingSquare(x, y), p.output_multiplier, p.output_shift),
        p.output_zero_point);
    return static_cast<T>(Clamp(scaled, low, high));
  });
}

}  // namespace

void SquaredDifferenceInt8(const SquaredDifferenceQuantizedParams& p,
                           const int8_t* first, const int8_t* second,
                           int8_t* output, int8_t* /*scratch*/) {
  Quantized(p, INT8_MIN, INT8_MAX, first, second, output);
}

void SquaredDifferenceInt16(const SquaredDifferenceQuantizedParams& p,
                            const int16_t* first, const int16_t* second,
                            int16_t* output, int8_t* /*scratch*/) {
  Quantized(p, INT16_MIN, INT16_MAX, first, second, output);
}

void SquaredDifferenceInt32(const SquaredDifferenceParams& p,
                            const int32_t* first, const int32_t* second,
                            int32_t* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, WrappingSquare);
}

void SquaredDifferenceFloat(const SquaredDifferenceParams& p,
                            const float* first, const float* second,
                            float* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output,
              [](float a, float b) { return (a - b) * (a - b); });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
