// The last rows of a stream: TensorFlow Lite Micro's CIRCULAR_BUFFER.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct CircularBufferParams {
  int32_t rows;
  int32_t row_size;
  int32_t cycles;  // the inference goes on every so many calls
};

namespace reference {

// Drops the first row of `buffer`, [rows][row_size], and appends `input`.
void CircularBufferInt8(const CircularBufferParams& params, const int8_t* input,
                        int8_t* buffer, int8_t* scratch);

// The same, and counts: `ready` holds at every `cycles`-th call. `count` begins
// with 0.
void CircularBufferCyclesInt8(const CircularBufferParams& params,
                              const int8_t* input, int8_t* buffer,
                              int32_t* count, bool* ready, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
