// The inner loops of the packed convolutions: three output pixels, all output
// channels.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace armv7em {

// Three windows and where their outputs go. Pixels may coincide. The order is
// that of the assembly.
struct PixelBlock {
  // `rows` runs of `groups` * 4 bytes, from each one's end `pitch` bytes to the
  // next; two steps lead from the first window to the others.
  const int8_t* first;
  int32_t second, third;
  int32_t groups, rows, pitch;

  int32_t* windows;  // 24 bytes a group of four taps
  const int32_t* packed;
  int8_t* output;
  int32_t output_second, output_third;
  int32_t channels;  // output channels, even
  int32_t rounds;    // of four groups
  int32_t skipped;   // groups that the first round leaves out, 0..4
};

// Fills in what depends on the layer alone.
inline PixelBlock MakePixelBlock(int32_t groups, int32_t rows, int32_t channels,
                                 const int32_t* packed, int8_t* windows) {
  PixelBlock block;
  const int32_t others = groups * rows - 1;  // the first group stands alone
  block.groups = groups;
  block.rows = rows;
  block.pitch = 0;
  block.windows = reinterpret_cast<int32_t*>(windows);
  block.packed = packed;
  block.channels = channels;
  block.rounds = others > 0 ? (others + 3) / 4 : 1;
  block.skipped = 4 * block.rounds - others;
  return block;
}

// Widens the windows to 16 bits, for each group of taps k..k+3 {k, k+2} of the
// three pixels and then {k+1, k+3}, and multiplies. packed: see packed_conv.h.
using BlockFunction = void (*)(const PixelBlock* block);
void ReluBlock(const PixelBlock* block);
void GeneralBlock(const PixelBlock* block);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
