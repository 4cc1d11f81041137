// Only for *_neon.cc and *_dotprod.cc (see wide_image.h): vectors of four sums
// on AArch64, images of signed bytes.
#pragma once

#include <arm_neon.h>
#include <stddef.h>

#include "device/nn/wide_image.h"

namespace mote {
namespace nn {
namespace {

// Ends sums as int8 outputs, of which `channels` are real, by kWideRounded.
class Int8Output {
 public:
  using Constant = int32_t;
  using Result = int8_t;
  static constexpr int kWords = 4 * kWideRoundedWords;
  static constexpr int kTogether = 4;

  explicit Int8Output(const WideOutput& output)
      : zero_point_(vdupq_n_s16(static_cast<int16_t>(output.zero_point))),
        low_(vdupq_n_s8(static_cast<int8_t>(output.activation_min))),
        high_(vdupq_n_s8(static_cast<int8_t>(output.activation_max))) {}

  static int32x4_t Start(const int32_t* q) { return vld1q_s32(q); }

  // Less one where negative: ties, then rounded up, go away from zero.
  static MOTE_INLINE int32x4_t Finish(int32x4_t sums, const int32_t* q) {
    const int32x4_t high = vqrdmulhq_s32(sums, vld1q_s32(q + 4));
    return vrshlq_s32(vsraq_n_s32(high, high, 31), vld1q_s32(q + 8));
  }

  template <int kCount>
  MOTE_INLINE void Store(const int32x4_t* results, int32_t channels,
                         int8_t* to) const {
    constexpr int kSecond = kCount > 1 ? 1 : 0, kThird = kCount > 2 ? 2 : 0;
    const int16x8_t low = Narrow<kSecond>(results);
    const int16x8_t high = kThird ? Narrow<kSecond>(results + kThird) : low;
    const int8x16_t bytes = vqmovn_high_s16(vqmovn_s16(low), high);
    const int8x16_t clamped = vminq_s8(vmaxq_s8(bytes, low_), high_);
    if (channels < 4 * kCount) return WriteSome(clamped, channels, to);
    if (kCount == 4) {
      vst1q_s8(to, clamped);
    } else if (kCount == 2) {
      vst1_s8(to, vget_low_s8(clamped));
    } else {
      const int32_t word = vgetq_lane_s32(vreinterpretq_s32_s8(clamped), 0);
      __builtin_memcpy(to, &word, 4);
    }
  }

 private:
  // Two vectors, the second one kSecond behind the first.
  template <int kSecond>
  MOTE_INLINE int16x8_t Narrow(const int32x4_t* results) const {
    const int16x4_t first = vqmovn_s32(results[0]);
    const int16x8_t both =
        vqmovn_high_s32(first, kSecond ? results[kSecond] : vdupq_n_s32(0));
    return vqaddq_s16(both, zero_point_);
  }

  static void WriteSome(int8x16_t bytes, int32_t count, int8_t* to) {
    int8_t all[16];
    vst1q_s8(all, bytes);
    for (int32_t i = 0; i < count; ++i) to[i] = all[i];
  }

  int16x8_t zero_point_;
  int8x16_t low_, high_;
};

class FloatOutput {
 public:
  using Constant = float;
  using Result = float;
  static constexpr int kWords = 4;
  static constexpr int kTogether = 1;

  FloatOutput(float min, float max)
      : min_(vdupq_n_f32(min)), max_(vdupq_n_f32(max)) {}

  static float32x4_t Start(const float* bias) { return vld1q_f32(bias); }

  float32x4_t Finish(float32x4_t sums, const float*) const {
    return vminq_f32(vmaxq_f32(sums, min_), max_);
  }

  template <int kCount>
  MOTE_INLINE void Store(const float32x4_t* results, int32_t channels,
                         float* to) const {
    if (channels >= 4) return vst1q_f32(to, *results);
    float all[4];
    vst1q_f32(all, *results);
    for (int32_t i = 0; i < channels; ++i) to[i] = all[i];
  }

 private:
  float32x4_t min_, max_;
};

// How to multiply floats.
struct Floats {
  using Value = float;
  using Weight = float;
  using Vector = float32x4_t;
  static constexpr int kLanes = 4, kGroup = 1, kRegisters = 32;
  static constexpr bool kHasLanes = true;

  static float Border(int32_t) { return 0; }

  static void CopyRow(const float* from, int32_t count, float* to) {
    int32_t i = 0;
    for (; i + 4 <= count; i += 4) vst1q_f32(to + i, vld1q_f32(from + i));
    for (; i < count; ++i) to[i] = from[i];
  }

  static float32x4_t Load(const float* weights) { return vld1q_f32(weights); }
  static float32x4_t Broadcast(const float* value) {
    return vld1q_dup_f32(value);
  }
  static void MultiplyAdd(float32x4_t& sum, float32x4_t x, float32x4_t w) {
    sum = vfmaq_f32(sum, x, w);
    asm("" : "+w"(sum));  // else gcc reorders and spills
  }
  static float32x4_t Add(float32x4_t a, float32x4_t b) {
    return vaddq_f32(a, b);
  }

  static float32x4_t LoadLanes(const float* values) {
    return vld1q_f32(values);
  }
  template <int kCount>
  static void LoadInOrder(const float* weights, float32x4_t* to) {
    to[0] = Load(weights);
    if (kCount == 1) {
      asm volatile("" : "+w"(to[0]));
      return;
    }
    to[1] = Load(weights + 4);
    asm volatile("" : "+w"(to[0]), "+w"(to[1]));
  }
  template <int kLane>
  static void MultiplyAddLane(float32x4_t& sum, float32x4_t x, float32x4_t w) {
    sum = vfmaq_laneq_f32(sum, w, x, kLane);
    asm volatile("" : "+w"(sum));  // else gcc reorders and spills
  }
};

// How to multiply bytes as they are, in groups of four.
struct SignedBytes {
  using Value = int8_t;
  using Weight = int8_t;
  using Vector = int32x4_t;
  static constexpr int kLanes = 4, kGroup = 4, kRegisters = 32;
#ifdef __ARM_FEATURE_DOTPROD
  static constexpr bool kHasLanes = true;
#else
  static constexpr bool kHasLanes = false;
#endif

  static int8_t Border(int32_t zero_point) {
    return static_cast<int8_t>(zero_point);
  }

  static void CopyRow(const int8_t* from, int32_t count, int8_t* to) {
    int32_t i = 0;
    for (; i + 16 <= count; i += 16) vst1q_s8(to + i, vld1q_s8(from + i));
    for (; i < count; ++i) to[i] = from[i];
  }

  static int32x4_t Load(const int8_t* weights) {
    return vreinterpretq_s32_s8(vld1q_s8(weights));
  }
  static int32x4_t Broadcast(const int8_t* values) {
    int32_t word;
    __builtin_memcpy(&word, values, 4);
    return vdupq_n_s32(word);
  }
  static void MultiplyAdd(int32x4_t& sum, int32x4_t x, int32x4_t w) {
    const int8x16_t a = vreinterpretq_s8_s32(x), b = vreinterpretq_s8_s32(w);
#ifdef __ARM_FEATURE_DOTPROD
    sum = vdotq_s32(sum, a, b);
#else
    const int16x8_t low = vmull_s8(vget_low_s8(a), vget_low_s8(b));
    sum = vpadalq_s16(sum, vpaddq_s16(low, vmull_high_s8(a, b)));
#endif
    asm("" : "+w"(sum));  // else gcc reorders and spills
  }
  static int32x4_t Add(int32x4_t a, int32x4_t b) { return vaddq_s32(a, b); }

#ifdef __ARM_FEATURE_DOTPROD
  static int32x4_t LoadLanes(const int8_t* values) {
    return vreinterpretq_s32_s8(vld1q_s8(values));
  }
  // Left to itself, gcc loads weights early and spills.
  template <int kCount>
  static void LoadInOrder(const int8_t* weights, int32x4_t* to) {
    to[0] = Load(weights);
    if (kCount == 1) {
      asm volatile("" : "+w"(to[0]));
      return;
    }
    to[1] = Load(weights + 16);
    asm volatile("" : "+w"(to[0]), "+w"(to[1]));
  }

  template <int kLane>
  static void MultiplyAddLane(int32x4_t& sum, int32x4_t x, int32x4_t w) {
    sum = vdotq_laneq_s32(sum, vreinterpretq_s8_s32(w), vreinterpretq_s8_s32(x),
                          kLane);
    asm volatile("" : "+w"(sum));  // else gcc reorders and spills
  }
#endif
};

// The same of depthwise layers: words of four bytes.
struct SignedQuads : SignedBytes {
  using Word = int32_t;
  using Sources = FourSources;
  static constexpr int kSums = 16;

  static int32x4_t Load(const int32_t* words) { return vld1q_s32(words); }

  static void Interleave(const int8_t* from, FourSources sources, int32_t* to) {
    const int8x16_t a = vld1q_s8(from + sources.a);
    const int8x16_t b = vld1q_s8(from + sources.b);
    const int8x16_t c = vld1q_s8(from + sources.c);
    const int8x16_t d = vld1q_s8(from + sources.d);
    StoreWords(vzip1q_s8(a, b), vzip1q_s8(c, d), to);
    StoreWords(vzip2q_s8(a, b), vzip2q_s8(c, d), to + 8);
  }

 private:
  static void StoreWords(int8x16_t ab, int8x16_t cd, int32_t* to) {
    const int16x8_t first = vreinterpretq_s16_s8(ab);
    const int16x8_t second = vreinterpretq_s16_s8(cd);
    vst1q_s32(to, vreinterpretq_s32_s16(vzip1q_s16(first, second)));
    vst1q_s32(to + 4, vreinterpretq_s32_s16(vzip2q_s16(first, second)));
  }
};

}  // namespace
}  // namespace nn
}  // namespace mote
