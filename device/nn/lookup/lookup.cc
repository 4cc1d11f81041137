#include "device/nn/lookup/lookup.h"

namespace mote {
namespace nn {
namespace reference {

void LookupInt8(const LookupParams& p, const int8_t* input, int8_t* output,
                int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) output[i] = p.table[input[i] + 128];
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
