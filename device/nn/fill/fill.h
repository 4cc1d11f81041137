// Memory of one byte all over.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct FillParams {
  int32_t size_bytes;
  int32_t byte;
};

namespace reference {

void FillBytes(const FillParams& params, int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
