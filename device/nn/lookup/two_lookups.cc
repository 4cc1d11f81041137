#include "device/nn/lookup/lookup.h"

namespace mote {
namespace nn {
namespace reference {

void TwoLookupsInt8(const TwoLookupsParams& p, const int8_t* input,
                    int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size; ++i) {
    const int8_t* table = i < p.first_size ? p.first_table : p.table;
    output[i] = table[input[i] + 128];
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
