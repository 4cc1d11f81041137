#include "device/nn/div/div_int8.h"

#include "device/nn/fixed_point_exp.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

int LeadingZeros(uint32_t x) { return x == 0 ? 32 : __builtin_clz(x); }

// How far x can be shifted left without losing its sign.
int Headroom(int32_t x) {
  return x >= 0 ? LeadingZeros(static_cast<uint32_t>(x)) - 1
                : LeadingZeros(2u * (0u - static_cast<uint32_t>(x)) - 1);
}

int32_t Quotient(const DivInt8Params& p, int32_t a, int32_t b) {
  if (b < 0) {
    a = -a;
    b = -b;
  }
  if (b == 0) b = 1;
  // 1 / b = reciprocal / 2^31 / 2^(31 - zeros).
  const int zeros = LeadingZeros(static_cast<uint32_t>(b));
  const int32_t reciprocal = ReciprocalOfOnePlus(
      static_cast<int32_t>((static_cast<uint32_t>(b) << zeros) - 0x80000000u));
  const int headroom = Headroom(a);
  const int32_t quotient = RoundingDoublingHighMultiply(
      static_cast<int32_t>(static_cast<uint32_t>(a) << headroom), reciprocal);
  const int32_t product = RoundingDoublingHighMultiply(quotient, p.multiplier);
  const int shift = p.shift - (31 - zeros) - headroom;
  if (shift > 0) return SaturatingShiftLeft(product, shift < 30 ? shift : 30);
  // TensorFlow Lite Micro shifts by more bits than there are: as Arm does it,
  // the sign is left, and its rounding adds one where that is not negative.
  if (shift < -31) return product < 0 ? -1 : 1;
  return RoundingShiftRight(product, -shift);
}

}  // namespace

void DivInt8(const DivInt8Params& p, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](int8_t a, int8_t b) {
    const int32_t quotient =
        Quotient(p, a - p.first_zero_point, b - p.second_zero_point);
    return static_cast<int8_t>(Clamp(WrappingAdd(quotient, p.output_zero_point),
                                     p.activation_min, p.activation_max));
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
