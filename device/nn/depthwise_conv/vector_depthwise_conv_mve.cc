#include <arm_mve.h>

#include "device/nn/depthwise_conv/vector_depthwise_conv.h"

namespace mote {
namespace nn {
namespace mve {
namespace {

// Copies one channel's rows into the strip, whose columns left and right of
// the image hold the input's zero point.
template <int kStride>
class Strip {
 public:
  static constexpr int32_t kLines = 3 + kStride;
  static constexpr int32_t kColumns = 8 / kLines;  // copied at once

  Strip(const VectorDepthwiseConvParams& p, int8_t* memory)
      : p_(p), memory_(memory) {
    const Window& w = p.window;
    const int8x16_t border =
        vdupq_n_s8(static_cast<int8_t>(p.input_zero_point));
    for (int32_t left = VectorDepthwiseConvScratchBytes(p); left > 0;
         left -= 16, memory += 16) {
      vstrbq_p_s8(memory, border, vctp8q(static_cast<uint32_t>(left)));
    }
    const int32_t seen = (w.output_width - 1) * kStride + 3 - w.pad_left;
    columns_ = seen < w.input_width ? seen : w.input_width;
    uint16_t offsets[8] = {};
    for (int32_t i = 0; i < kColumns * kLines; ++i) {
      offsets[i] = static_cast<uint16_t>(i / kLines * p.input_column_step +
                                         i % kLines * p.input_row_step);
    }
    offsets_ = vldrhq_u16(offsets);
  }

  // What is copied next are input rows from `row` on, some maybe outside.
  void Begin(int32_t row) {
    uint16_t outside[8] = {};
    uint32_t inside = 0;
    all_inside_ = true;
    for (int32_t i = 0; i < kColumns * kLines; ++i) {
      const int32_t y = row + i % kLines;
      if (y >= 0 && y < p_.window.input_height) {
        inside |= 3u << (2 * i);
      } else {
        outside[i] = static_cast<uint16_t>(p_.input_zero_point & 0xFF);
        all_inside_ = false;
      }
    }
    inside_ = static_cast<mve_pred16_t>(inside);
    outside_ = vldrhq_u16(outside);
    distance_ = row * p_.input_row_step;
  }

  void Load(const int8_t* channel) const {
    const uint8_t* from = reinterpret_cast<const uint8_t*>(channel + distance_);
    if (all_inside_) {
      Copy<true>(from);
    } else {
      Copy<false>(from);
    }
  }

 private:
  template <bool kAllInside>
  void Copy(const uint8_t* from) const {
    const int32_t step = kColumns * p_.input_column_step;
    uint8_t* to =
        reinterpret_cast<uint8_t*>(memory_ + p_.window.pad_left * kLines);
    int32_t left = columns_;
    for (; left > kColumns; left -= kColumns) {
      // The next columns come over what this writes behind its own.
      vstrbq_u16(to, kAllInside ? vldrbq_gather_offset_u16(from, offsets_)
                                : Inside(from, inside_));
      from += step;
      to += kColumns * kLines;
    }
    const mve_pred16_t there = vctp16q(static_cast<uint32_t>(left * kLines));
    vstrbq_p_u16(to, Inside(from, static_cast<mve_pred16_t>(inside_ & there)),
                 there);
  }

  uint16x8_t Inside(const uint8_t* from, mve_pred16_t lanes) const {
    return vorrq_u16(vldrbq_gather_offset_z_u16(from, offsets_, lanes),
                     outside_);
  }

  const VectorDepthwiseConvParams& p_;
  int8_t* const memory_;
  int32_t columns_;  // of the image
  uint16x8_t offsets_, outside_;
  mve_pred16_t inside_;
  bool all_inside_;
  int32_t distance_;
};

// What all pairs of outputs of a layer have in common, in the order of the
// assembly.
struct Lanes {
  explicit Lanes(const VectorDepthwiseConvParams& p) {
    const int32_t steps[4] = {0, p.output_column_step, p.output_row_step,
                              p.output_row_step + p.output_column_step};
    for (int32_t i = 0; i < 4; ++i) {
      offsets[i] = steps[i];
      low[i] = p.activation_min;
      high[i] = p.activation_max;
    }
  }
  int32_t offsets[4], low[4], high[4];
};

inline int32_t Address(const void* pointer) {
  return static_cast<int32_t>(reinterpret_cast<intptr_t>(pointer));
}

// Two columns of two rows at a time: lanes 0 and 1 are the upper row. `there`
// tells which lanes are to be written, and above 16 bits those of one more time
// if any. The rounding is that of conv/vector_conv_mve.cc. A function of its
// own, as assembly cannot say that it changes the predicate.
template <int kStride, bool kRelu>
__attribute__((noipa)) void Pairs(const VectorDepthwiseConvParams& p,
                                  const Lanes& lanes, int32_t channel,
                                  const int8_t* strip, int32_t count,
                                  uint32_t there, int8_t* output) {
  const int32_t* words = p.outputs + 3 * channel;
  const int8_t* weights = p.weights + channel * kVectorDepthwiseBytes;
  // The addresses' registers hold the sums afterwards.
  int32_t a = Address(weights + kStride), b = Address(weights);
  int32_t c = Address(&lanes), d = static_cast<int32_t>(there);
  asm volatile(
      "vldrb.u8 q0, [%[a]]\n"
      "vldrb.u8 q1, [%[b]]\n"
      "vldrw.u32 q5, [%[c]]\n"
      "vldrw.u32 q6, [%[c], #16]\n"
      "vldrw.u32 q7, [%[c], #32]\n"
      "vmsr p0, %[d]\n"
      "dls lr, %[count]\n"
      "lsr %[count], %[d], #16\n"
      "1:\n"
      "vldrb.u8 q2, [%[strip]], %[step]\n"
      "vmladav.s8 %[a], q2, q0\n"
      "vldrb.u8 q3, [%[strip]], %[step]\n"
      "vmladav.s8 %[c], q2, q1\n"
      "vmladav.s8 %[b], q3, q0\n"
      "vmladav.s8 %[d], q3, q1\n"
      "vmov q4[2], q4[0], %[a], %[c]\n"
      "vmov q4[3], q4[1], %[b], %[d]\n"
      "vadd.i32 q4, q4, %[bias]\n"
      "vqrdmulh.s32 q2, q4, %[multiplier]\n"
      ".if !%c[relu]\n"
      "vshr.s32 q4, q4, #31\n"
      "vadd.i32 q2, q2, q4\n"
      ".endif\n"
      "vrshl.s32 q2, %[shift]\n"
      "vadd.i32 q2, q2, %[zero]\n"
      "vmax.s32 q2, q2, q6\n"
      "vmin.s32 q2, q2, q7\n"
      "vpst\n"
      "vstrbt.32 q2, [%[output], q5]\n"
      "add %[output], %[advance]\n"
      "le lr, 1b\n"
      "cmp %[count], #0\n"
      "beq 2f\n"
      "vmsr p0, %[count]\n"
      "mov %[count], #0\n"
      "mov lr, #1\n"
      "b 1b\n"
      "2:\n"
      : [a] "+&Te"(a), [b] "+&Te"(b), [c] "+&Te"(c), [d] "+&Te"(d),
        [strip] "+&r"(strip), [output] "+&r"(output), [count] "+&r"(count)
      : [bias] "r"(words[0]), [multiplier] "r"(words[1]), [shift] "r"(words[2]),
        [zero] "r"(p.output_zero_point),
        [advance] "r"(2 * p.output_column_step),
        [step] "i"(kStride * Strip<kStride>::kLines), [relu] "i"(kRelu)
      : "q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "lr", "memory");
}

// A row of outputs, and with `two` the one below.
template <int kStride, bool kRelu>
void Rows(const VectorDepthwiseConvParams& p, const Lanes& lanes,
          int32_t channel, const int8_t* strip, bool two, int8_t* output) {
  const int32_t pairs = p.window.output_width / 2;
  const uint32_t both = two ? 0xFFFF : 0x00FF, left = both & 0x0F0F;
  const uint32_t last = p.window.output_width % 2 == 0 ? 0 : left;
  const auto run = Pairs<kStride, kRelu>;
  if (pairs == 0) {
    run(p, lanes, channel, strip, 1, left, output);
  } else {
    run(p, lanes, channel, strip, pairs, last << 16 | both, output);
  }
}

template <int kStride, bool kRelu>
void Run(const VectorDepthwiseConvParams& p, const int8_t* input,
         int8_t* output, int8_t* scratch) {
  const Window& w = p.window;
  Strip<kStride> strip(p, scratch);
  const Lanes lanes(p);
  for (int32_t y = 0; y < w.output_height; y += 2) {
    strip.Begin(y * kStride - w.pad_top);
    const bool two = y + 1 < w.output_height;
    int8_t* to = output + y * p.output_row_step;
    for (int32_t c = 0; c < p.channels; ++c) {
      strip.Load(input + c);
      Rows<kStride, kRelu>(p, lanes, c, scratch, two, to + c);
    }
  }
}

}  // namespace

void DepthwiseConvInt8(const VectorDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  const bool one = p.window.stride_height == 1;
  const auto run = one ? (p.relu ? Run<1, true> : Run<1, false>)
                       : (p.relu ? Run<2, true> : Run<2, false>);
  run(p, input, output, scratch);
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
