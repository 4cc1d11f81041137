#include "device/nn/copy/copy.h"

namespace mote {
namespace nn {
namespace reference {

void CopyBytes(const CopyParams& p, const int8_t* input, int8_t* output,
               int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size_bytes; ++i) output[i] = input[i];
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
