// What the kernels of x86-64, AArch64 and web assembly share: the image that
// they read and the form in which sums become outputs.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// The input in the kernel's own values (16-bit values, bytes as they are or
// moved by 128 to be unsigned, or floats) with a border of its zero point.
// With 0 rows it is the input itself, where its values are the kernel's.
struct WideImage {
  int32_t input_height, input_width, channels;
  int32_t zero_point;
  int32_t pad_top, pad_left;
  int32_t rows, pitch;  // of the image; pitch in values
};

// Values behind the image that kernels may read (and ignore).
constexpr int32_t kWideSlack = 64;

// How int8 outputs are made of 32-bit sums.
enum WideScaling : int32_t {
  // For every vector of sums its biases, float scales and float offsets:
  //   nearest(float(sum) * scale + offset)
  kWideFused = 0,
  // The same with further offsets behind, for sums below zero.
  kWideFusedSigned = 1,
  // Biases, multipliers, shifts, and 64-bit addends (those of even lanes
  // first):
  //   ((sum * multiplier + addend - (sum < 0 ? 2^31 : 0)) >> 32) >> shift
  // plus the zero point.
  kWideClosed = 2,
  // Biases, multipliers and shifts as negative numbers, -31 to -1: rounding
  // twice (requantize.h), plus the zero point.
  kWideRounded = 3,
  // As kWideFused, but with the product rounded by itself. Outputs are within
  // 2^21 before they are clamped.
  kWideScaled = 4,
};

// Words a lane in each form.
constexpr int32_t kWideFusedWords = 3;
constexpr int32_t kWideFusedSignedWords = 4;
constexpr int32_t kWideClosedWords = 5;
constexpr int32_t kWideRoundedWords = 3;
constexpr int32_t kWideScaledWords = 3;

struct WideOutput {
  int32_t channels;
  int32_t zero_point;
  int32_t activation_min, activation_max;
  int32_t scaling;  // WideScaling
};

}  // namespace nn
}  // namespace mote
