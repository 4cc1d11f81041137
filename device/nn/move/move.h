// Moves a box of values from one tensor to another: slices, splits,
// concatenations and transpositions are boxes with different strides.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// sizes[0] x ... x sizes[4] runs of `run_bytes` neighbouring bytes. The run
// {i0, ... i4} lies at offset + i0 * strides[0] + ... + i4 * strides[4], all in
// bytes; strides may be 0 (a value repeats) or negative (it is read backwards).
struct MoveParams {
  int32_t sizes[5];
  int32_t input_strides[5];
  int32_t output_strides[5];
  int32_t input_offset, output_offset;
  int32_t run_bytes;
};

namespace reference {

// Bytes of any type. Input and output must not overlap. Of the output only the
// box is written.
void MoveBytes(const MoveParams& params, const int8_t* input, int8_t* output,
               int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
