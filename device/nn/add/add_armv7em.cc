#include "device/nn/add/add.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// x * multiplier / 2^32 rounded, then / 2^shift rounded away from zero at ties.
class Scaler {
 public:
  Scaler(int32_t multiplier, int32_t shift)
      : multiplier_(multiplier),
        shift_(-shift),
        half_(shift < 0 ? 1 << (-shift - 1) : 0),
        sign_(shift < 0 ? -1 : 0) {}

  int32_t operator()(int32_t x) const {
    int32_t high;
    asm("smmulr %0, %1, %2" : "=r"(high) : "r"(x), "r"(multiplier_));
    return (high + half_ + ((high >> 31) & sign_)) >> shift_;
  }

 private:
  int32_t multiplier_, shift_, half_, sign_;
};

inline int32_t Clamp(int32_t x, int32_t low, int32_t high) {
  return x < low ? low : (x > high ? high : x);
}

}  // namespace

void AddInt8(const AddParams& p, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* /*scratch*/) {
  const int32_t kDoubledFraction = 21;  // twice 20 fraction bits
  const Scaler scale_first(p.first_multiplier, p.first_shift);
  const Scaler scale_second(p.second_multiplier, p.second_shift);
  const Scaler scale_sum(p.output_multiplier, p.output_shift);
  for (const int8_t* end = first + p.size; first != end;) {
    const int32_t a =
        scale_first((*first++ - p.first_zero_point) * (1 << kDoubledFraction));
    const int32_t b = scale_second((*second++ - p.second_zero_point) *
                                   (1 << kDoubledFraction));
    const int32_t sum = scale_sum(2 * (a + b)) + p.output_zero_point;
    *output++ =
        static_cast<int8_t>(Clamp(sum, p.activation_min, p.activation_max));
  }
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
