#include "device/nn/move/move.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

void MoveRun(int32_t bytes, const int8_t* input, int8_t* output) {
  for (int32_t i = 0; i < bytes; ++i) output[i] = input[i];
}

}  // namespace

void MoveBytes(const MoveParams& p, const int8_t* input, int8_t* output,
               int8_t* /*scratch*/) {
  // The inner two dimensions are walked with pointers, the outer three by
  // index.
  for (int32_t a = 0; a < p.sizes[0]; ++a) {
    for (int32_t b = 0; b < p.sizes[1]; ++b) {
      for (int32_t c = 0; c < p.sizes[2]; ++c) {
        const int8_t* from = input + p.input_offset + a * p.input_strides[0] +
                             b * p.input_strides[1] + c * p.input_strides[2];
        int8_t* to = output + p.output_offset + a * p.output_strides[0] +
                     b * p.output_strides[1] + c * p.output_strides[2];
        for (int32_t d = 0; d < p.sizes[3]; ++d) {
          const int8_t* run = from + d * p.input_strides[3];
          int8_t* place = to + d * p.output_strides[3];
          for (int32_t e = 0; e < p.sizes[4]; ++e) {
            MoveRun(p.run_bytes, run, place);
            run += p.input_strides[4];
            place += p.output_strides[4];
          }
        }
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
