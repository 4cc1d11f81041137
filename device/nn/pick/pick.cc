#include "device/nn/pick/pick.h"

namespace mote {
namespace nn {
namespace reference {

void PickBytes(const PickParams& p, const int8_t* input, int8_t* output,
               int8_t* /*scratch*/) {
  const int32_t* a = p.offsets;
  const int32_t* b = a + p.sizes[0];
  const int32_t* c = b + p.sizes[1];
  const int32_t* d = c + p.sizes[2];
  for (int32_t i = 0; i < p.sizes[0]; ++i) {
    for (int32_t j = 0; j < p.sizes[1]; ++j) {
      for (int32_t k = 0; k < p.sizes[2]; ++k) {
        const int8_t* line = input + a[i] + b[j] + c[k];
        for (int32_t l = 0; l < p.sizes[3]; ++l) {
          const int8_t* run = line + d[l];
          for (int32_t n = 0; n < p.run_bytes; ++n) *output++ = run[n];
        }
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
