#include "device/nn/fill/fill.h"

namespace mote {
namespace nn {
namespace reference {

void FillBytes(const FillParams& p, int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size_bytes; ++i) {
    output[i] = static_cast<int8_t>(p.byte);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
