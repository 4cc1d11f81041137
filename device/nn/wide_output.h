// What the kernels for AVX2 share: their image of 16-bit values and the form
// in which sums become outputs.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// The input as 16-bit values with a border of its zero point.
struct WideImage {
  int32_t input_height, input_width, channels;
  int32_t zero_point;
  int32_t pad_top, pad_left;
  int32_t rows, pitch;  // of the widened image; pitch in values
};

// Values behind the widened image that kernels may read (and ignore).
constexpr int32_t kWideSlack = 32;

// For every eight channels, 40 words: 8 biases, 8 multipliers, 8 shifts, 8
// addends of 64 bits (those of even lanes first). An output is
//   ((sum * multiplier + addend - (sum < 0 ? 2^31 : 0)) >> 32) >> shift
// plus the zero point; with ReLU at zero point -128 the sign may be left out.
constexpr int32_t kWideWordsOfEight = 40;

struct WideOutput {
  int32_t channels;
  int32_t zero_point;
  int32_t activation_min, activation_max;
  int32_t relu;
};

}  // namespace nn
}  // namespace mote
