// Parts of a tensor that another tensor names.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Values {batch, outer, axis, run_bytes}, indices {batch, indices}, output
// {batch, outer, indices, run_bytes}.
struct GatherParams {
  int32_t batch, outer, axis, indices, run_bytes;
};

// Run i of the output is the values' at the sum of its `depth` indices times
// stride_bytes. limits: the size of the dimension an index counts.
struct GatherNdParams {
  int32_t runs, run_bytes, depth;
  int32_t limits[5], stride_bytes[5];
};

namespace reference {

// `indices` are int32_t; those that do not exist count as the nearest that do.
void Gather(const GatherParams& params, const int8_t* values,
            const int8_t* indices, int8_t* output, int8_t* scratch);
void GatherNd(const GatherNdParams& params, const int8_t* values,
              const int8_t* indices, int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
