// Functions of one int8 value, as tables.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct LookupParams {
  int32_t size;
  const int8_t* table;  // 256 entries: the output of -128, -127 ... 127
};

struct TwoLookupsParams {
  int32_t size;
  int32_t first_size;  // so many values by `first_table`, the rest by the other
  const int8_t* first_table;
  const int8_t* table;
};

namespace reference {

// Input and output may be the same memory.
void LookupInt8(const LookupParams& params, const int8_t* input, int8_t* output,
                int8_t* scratch);
void TwoLookupsInt8(const TwoLookupsParams& params, const int8_t* input,
                    int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
