// Moves a tensor unchanged.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct CopyParams {
  int32_t size_bytes;
};

namespace reference {

void CopyBytes(const CopyParams& params, const int8_t* input, int8_t* output,
               int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
