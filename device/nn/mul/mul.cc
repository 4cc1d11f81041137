#include "device/nn/mul/mul.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
void MulQuantized(const MulParams& p, const T* first, const T* second,
                  T* output) {
  ForEachPair(p.pairs, first, second, output, [&](T a, T b) {
    const int32_t product =
        (a - p.first_zero_point) * (b - p.second_zero_point);
    const int32_t scaled = WrappingAdd(
        Requantize(product, p.multiplier, p.shift), p.output_zero_point);
    return static_cast<T>(Clamp(scaled, p.activation_min, p.activation_max));
  });
}

}  // namespace

void MulInt8(const MulParams& p, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* /*scratch*/) {
  MulQuantized(p, first, second, output);
}

void MulInt16(const MulParams& p, const int16_t* first, const int16_t* second,
              int16_t* output, int8_t* /*scratch*/) {
  MulQuantized(p, first, second, output);
}

void MulInt32(const MulInt32Params& p, const int32_t* first,
              const int32_t* second, int32_t* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](int32_t a, int32_t b) {
    const uint32_t product =
        static_cast<uint32_t>(a) * static_cast<uint32_t>(b);
    return Clamp(static_cast<int32_t>(product), p.activation_min,
                 p.activation_max);
  });
}

void MulFloat(const MulFloatParams& p, const float* first, const float* second,
              float* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](float a, float b) {
    return Clamp(a * b, p.activation_min, p.activation_max);
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
