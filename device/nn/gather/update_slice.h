// A tensor with a part of it written over, or that part alone, at a place that
// is computed.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// The part has sizes[0] x ... x sizes[4] values of value_bytes and begins at
// the first `rank` places, each at least 0 and at most its limit.
struct UpdateSliceParams {
  int32_t size_bytes;  // of the whole
  int32_t value_bytes;
  int32_t rank;
  int32_t sizes[5], limits[5], stride_bytes[5];
};

namespace reference {

// `places` are int32_t; those beyond a limit count as it.
void UpdateSlice(const UpdateSliceParams& params, const int8_t* whole,
                 const int8_t* part, const int8_t* places, int8_t* output,
                 int8_t* scratch);

// output: the part of `whole`.
void SliceAt(const UpdateSliceParams& params, const int8_t* whole,
             const int8_t* places, int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
