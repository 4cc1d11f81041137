// The inner loops of the packed convolutions: three output pixels, all output
// channels.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace armv7em {

// What the block kernels need beside the data. The order is that of the
// assembly.
struct BlockShape {
  int32_t output_stride;  // bytes from one pixel's outputs to the next's
  int32_t channels;       // output channels, even
  int32_t rounds;         // tap groups / 4, rounded up
  int32_t skipped;        // groups that the first round leaves out, 0..3
};

// A shape for `groups` groups of four taps.
inline BlockShape MakeBlockShape(int32_t stride, int32_t channels,
                                 int32_t groups) {
  const int32_t rounds = (groups + 3) / 4;
  return {stride, channels, rounds, 4 * rounds - groups};
}

// windows: for each group of taps k..k+3 six words, {k, k+2} of the three
// pixels and then {k+1, k+3}; packed: see packed_conv.h.
using BlockFunction = void (*)(const int32_t* windows, const int32_t* packed,
                               int8_t* output, const BlockShape* shape);
void ReluBlock(const int32_t* windows, const int32_t* packed, int8_t* output,
               const BlockShape* shape);
void GeneralBlock(const int32_t* windows, const int32_t* packed, int8_t* output,
                  const BlockShape* shape);

// Three windows in memory: `rows` runs of `groups` * 4 bytes, each beginning
// `pitch` bytes after the one before.
struct WindowRuns {
  const int8_t* pixel[3];
  int32_t groups, rows, pitch;
};

// Widens the windows to 16 bits, in the order that the blocks take.
void WidenWindows(const WindowRuns& runs, int32_t* windows);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
