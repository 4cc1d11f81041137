#include <arm_neon.h>

#include "device/nn/add/add.h"
#include "device/nn/add/add_groups.h"

namespace mote {
namespace nn {
namespace neon {
namespace {

// Rounds twice, as requantize.h does; shifts are 0 or negative.
class Scaler {
 public:
  Scaler(int32_t multiplier, int32_t shift)
      : multiplier_(vdupq_n_s32(multiplier)), shift_(vdupq_n_s32(shift)) {}

  int32x4_t operator()(int32x4_t x) const {
    const int32x4_t high = vqrdmulhq_s32(x, multiplier_);
    // Less one where negative: ties, then rounded up, go away from zero.
    const int32x4_t away = vshrq_n_s32(vandq_s32(high, shift_), 31);
    return vrshlq_s32(vaddq_s32(high, away), shift_);
  }

 private:
  int32x4_t multiplier_, shift_;
};

class Adder {
 public:
  static constexpr int32_t kGroup = 8;

  explicit Adder(const AddParams& p)
      : first_zero_(vdup_n_s8(static_cast<int8_t>(p.first_zero_point))),
        second_zero_(vdup_n_s8(static_cast<int8_t>(p.second_zero_point))),
        output_zero_(vdupq_n_s16(static_cast<int16_t>(p.output_zero_point))),
        low_(vdup_n_s8(static_cast<int8_t>(p.activation_min))),
        high_(vdup_n_s8(static_cast<int8_t>(p.activation_max))),
        scale_first_(p.first_multiplier, p.first_shift),
        scale_second_(p.second_multiplier, p.second_shift),
        scale_sum_(p.output_multiplier, p.output_shift) {}

  void Group(const int8_t* first, const int8_t* second, int8_t* output) const {
    const int16x8_t a = vsubl_s8(vld1_s8(first), first_zero_);
    const int16x8_t b = vsubl_s8(vld1_s8(second), second_zero_);
    const int16x8_t sums =
        vcombine_s16(Four(vget_low_s16(a), vget_low_s16(b)),
                     Four(vget_high_s16(a), vget_high_s16(b)));
    const int8x8_t bytes = vqmovn_s16(vqaddq_s16(sums, output_zero_));
    vst1_s8(output, vmin_s8(vmax_s8(bytes, low_), high_));
  }

 private:
  int16x4_t Four(int16x4_t a, int16x4_t b) const {
    const int32x4_t x = scale_first_(vshlq_n_s32(vmovl_s16(a), 20));
    const int32x4_t y = scale_second_(vshlq_n_s32(vmovl_s16(b), 20));
    return vqmovn_s32(scale_sum_(vaddq_s32(x, y)));
  }

  int8x8_t first_zero_, second_zero_;
  int16x8_t output_zero_;
  int8x8_t low_, high_;
  Scaler scale_first_, scale_second_, scale_sum_;
};

}  // namespace

void AddInt8(const AddParams& p, const int8_t* first, const int8_t* second,
             int8_t* output, int8_t* /*scratch*/) {
  AddGroups(Adder(p), p.size, first, second, output);
}

}  // namespace neon
}  // namespace nn
}  // namespace mote
