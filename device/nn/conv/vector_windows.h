// The sums of three windows at a time and their outputs: what
// vector_conv_mve.cc does in assembly.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace mote {
namespace nn {
namespace mve {

// Groups of three windows at equal distances. The assembly knows where what is
// not named in it lies; it changes `count` and `row_end`.
struct Groups {
  int32_t low[4], high[4];     // the activation's
  uint16_t output_offsets[8];  // of two outputs' channels, in turn
  const int8_t* weights;
  const int32_t* words;
  int32_t zero_point, output_step;
  int32_t output_advance, window_advance;
  int32_t channels, count;
  int8_t* row_end;  // of the first window's output channels
  int32_t steps;    // of 16 taps, but the first
};

static_assert(offsetof(Groups, high) == 16 &&
                  offsetof(Groups, output_offsets) == 32 &&
                  offsetof(Groups, weights) == 48 &&
                  offsetof(Groups, zero_point) == 56 &&
                  offsetof(Groups, output_advance) == 64 &&
                  offsetof(Groups, channels) == 72 &&
                  offsetof(Groups, row_end) == 80 &&
                  offsetof(Groups, steps) == 84,
              "where the assembly finds them");

// All channels of `groups`. kRelu: ReLU at an output zero point of -128 that
// clamps nothing else; it hides how ties are rounded.
template <bool kRelu>
void ThreeWindows(Groups* groups, const int8_t* windows, int32_t distance,
                  int8_t* output);

// The same for windows of 16 taps, which stay in registers.
template <bool kRelu>
void ThreeShortWindows(Groups* groups, const int8_t* windows, int32_t distance,
                       int8_t* output);

}  // namespace mve
}  // namespace nn
}  // namespace mote
