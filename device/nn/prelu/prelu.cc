#include "device/nn/prelu/prelu.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

namespace {

template <typename T>
void Prelu(const PreluParams& p, int32_t low, int32_t high, const T* input,
           const int8_t* alpha, T* output) {
  ForEachPair(p.pairs, input, alpha, output, [&](T a, int8_t b) {
    const int32_t x = a - p.input_zero_point;
    const int32_t scaled =
        x >= 0 ? Requantize(x, p.positive_multiplier, p.positive_shift)
               : Requantize(x * (b - p.alpha_zero_point), p.negative_multiplier,
                            p.negative_shift);
    return static_cast<T>(
        Clamp(WrappingAdd(scaled, p.output_zero_point), low, high));
  });
}

}  // namespace

void PreluInt8(const PreluParams& p, const int8_t* input, const int8_t* alpha,
               int8_t* output, int8_t* /*scratch*/) {
  Prelu(p, INT8_MIN, INT8_MAX, input, alpha, output);
}

void PreluInt16(const PreluParams& p, const int16_t* input, const int8_t* alpha,
                int16_t* output, int8_t* /*scratch*/) {
  Prelu(p, INT16_MIN, INT16_MAX, input, alpha, output);
}

void PreluFloat(const PreluFloatParams& p, const float* input,
                const float* alpha, float* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, input, alpha, output,
              [](float x, float a) { return x >= 0.0f ? x : x * a; });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
