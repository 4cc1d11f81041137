#include "device/nn/circular_buffer/circular_buffer.h"

namespace mote {
namespace nn {
namespace reference {

void CircularBufferInt8(const CircularBufferParams& params, const int8_t* input,
                        int8_t* buffer, int8_t*) {
  const int32_t kept = (params.rows - 1) * params.row_size;
  for (int32_t i = 0; i < kept; ++i) buffer[i] = buffer[i + params.row_size];
  for (int32_t i = 0; i < params.row_size; ++i) buffer[kept + i] = input[i];
}

void CircularBufferCyclesInt8(const CircularBufferParams& params,
                              const int8_t* input, int8_t* buffer,
                              int32_t* count, bool* ready, int8_t* scratch) {
  CircularBufferInt8(params, input, buffer, scratch);
  *ready = ++*count >= params.cycles;
  if (*ready) *count = 0;
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
