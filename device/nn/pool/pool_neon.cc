#include <arm_neon.h>

#include "device/nn/pool/wide_average_pool.h"

namespace mote {
namespace nn {
namespace neon {
namespace {

// Sixteen sums; rows are first summed in 16 bits.
class Sums {
 public:
  // A row of 255 values at most, `step` apart.
  void AddRow(const int8_t* values, int32_t count, int32_t step) {
    int16x8_t low = vdupq_n_s16(0), high = low;
    for (int32_t i = 0; i < count; ++i) {
      const int8x16_t bytes = vld1q_s8(values + i * step);
      low = vaddw_s8(low, vget_low_s8(bytes));
      high = vaddw_high_s8(high, bytes);
    }
    a_ = vaddw_s16(a_, vget_low_s16(low));
    b_ = vaddw_high_s16(b_, low);
    c_ = vaddw_s16(c_, vget_low_s16(high));
    d_ = vaddw_high_s16(d_, high);
  }

  // Rounded to nearest, ties away from zero.
  void Store(int32_t count, int8_t min, int8_t max, int8_t* to) const {
    const int16x8_t low =
        vcombine_s16(vmovn_s32(Mean(a_, count)), vmovn_s32(Mean(b_, count)));
    const int16x8_t high =
        vcombine_s16(vmovn_s32(Mean(c_, count)), vmovn_s32(Mean(d_, count)));
    const int8x16_t means = vcombine_s8(vmovn_s16(low), vmovn_s16(high));
    vst1q_s8(to, vminq_s8(vmaxq_s8(means, vdupq_n_s8(min)), vdupq_n_s8(max)));
  }

 private:
  // Floats hold the sums, and a quotient that is no integer lies further from
  // the next one than its rounding reaches.
  static int32x4_t Mean(int32x4_t sum, int32_t count) {
    const int32x4_t half = vdupq_n_s32(count / 2);
    const int32x4_t signed_half =
        vbslq_s32(vcgtzq_s32(sum), half, vnegq_s32(half));
    const float32x4_t moved = vcvtq_f32_s32(vaddq_s32(sum, signed_half));
    return vcvtq_s32_f32(
        vdivq_f32(moved, vdupq_n_f32(static_cast<float>(count))));
  }

  int32x4_t a_ = vdupq_n_s32(0), b_ = a_, c_ = a_, d_ = a_;
};

}  // namespace

void AveragePoolInt8(const PoolParams& p, const int8_t* input, int8_t* output,
                     int8_t* /*scratch*/) {
  WideAveragePool<Sums>(p).Run(input, output);
}

}  // namespace neon
}  // namespace nn
}  // namespace mote
