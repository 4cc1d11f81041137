#include "device/nn/add/broadcast_add.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
void AddQuantized(const BroadcastAddParams& p, const T* first, const T* second,
                  T* output) {
  const int32_t one = 1 << p.fraction_bits;
  ForEachPair(p.pairs, first, second, output, [&](T x, T y) {
    const int32_t a = Requantize((x - p.first_zero_point) * one,
                                 p.first_multiplier, p.first_shift);
    const int32_t b = Requantize((y - p.second_zero_point) * one,
                                 p.second_multiplier, p.second_shift);
    const int32_t scaled =
        WrappingAdd(Requantize(WrappingAdd(a, p.second_sign * b),
                               p.output_multiplier, p.output_shift),
                    p.output_zero_point);
    return static_cast<T>(Clamp(scaled, p.activation_min, p.activation_max));
  });
}

}  // namespace

void BroadcastAddInt8(const BroadcastAddParams& p, const int8_t* first,
                      const int8_t* second, int8_t* output,
                      int8_t* /*scratch*/) {
  AddQuantized(p, first, second, output);
}

void BroadcastAddInt16(const BroadcastAddParams& p, const int16_t* first,
                       const int16_t* second, int16_t* output,
                       int8_t* /*scratch*/) {
  AddQuantized(p, first, second, output);
}

void BroadcastAddInt32(const BroadcastAddInt32Params& p, const int32_t* first,
                       const int32_t* second, int32_t* output,
                       int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](int32_t a, int32_t b) {
    const uint32_t y = static_cast<uint32_t>(b);
    const int32_t signed_b =
        static_cast<int32_t>(p.second_sign < 0 ? 0u - y : y);
    return Clamp(WrappingAdd(a, signed_b), p.activation_min, p.activation_max);
  });
}

void BroadcastAddFloat(const BroadcastAddFloatParams& p, const float* first,
                       const float* second, float* output,
                       int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](float a, float b) {
    return Clamp(p.second_sign < 0 ? a - b : a + b, p.activation_min,
                 p.activation_max);
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
