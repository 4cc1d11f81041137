// The inner loops of the packed convolutions: two output pixels, four output
// channels at a time.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace armv7em {

// A run of pairs of windows and where their outputs go. The two of a pair may
// coincide. The order is that of the assembly, which moves `first` and `output`
// on and counts `pairs` down.
struct PixelPairs {
  // The first window of a pair: `rows` runs of `double_groups` * 8 bytes and a
  // tail of 4 bytes if bit 1 of it is set and of 1 byte if bit 0 is; from each
  // one's end `pitch` bytes to the next; `second` bytes after it the other. May
  // read three bytes more.
  const int8_t* first;
  int32_t second;
  int32_t tail, rows, pitch;
  int32_t* widened;  // where the first row goes in `windows`
  int32_t double_groups;
  int32_t* windows;  // 8 bytes for two taps
  const int32_t* packed;
  int32_t channels_before_last_four;  // channels of output, less 4
  int8_t* output;
  int32_t step, output_step;  // from pair to pair, bytes
  int32_t output_second;
  int32_t pairs;
  // A word less in layers that need mote_general_outputs.
  int32_t* windows_end;
  int32_t skipped_bytes;  // of code, in the first round
};

// The assembly multiplies the first two taps by themselves, then kRoundPairs
// times two in a round, each in kTapPairBytes of code.
constexpr int32_t kRoundPairs = 16, kTapPairBytes = 44;

// `tap_pairs`: at least 2.
inline int32_t SkippedBytes(int32_t tap_pairs) {
  const int32_t others = tap_pairs - 1;
  return (kRoundPairs - 1 - (others - 1) % kRoundPairs) * kTapPairBytes;
}

// Widens the windows to 16 bits, for each group of taps k..k+3 {k, k+2} of both
// pixels and then {k+1, k+3}, of half a group the former; and multiplies all
// from `windows` to `windows_end`. packed: see packed_conv.h.
void RunPixelPairs(PixelPairs* pairs);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote

// Where RunPixelPairs goes with the sums of a pair and four channels; no
// function to call. Programs whose layers all end in a ReLU do without it.
extern "C" void mote_general_outputs();
