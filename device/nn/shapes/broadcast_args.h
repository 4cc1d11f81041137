// The shape that two shapes broadcast to.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct BroadcastArgsParams {
  int32_t first_rank, second_rank;
};

namespace reference {

// output {larger rank}: the larger of the dimensions, counted from the last,
// where one is 1 the other; 1 where a shape has none.
void BroadcastArgsInt32(const BroadcastArgsParams& params, const int32_t* first,
                        const int32_t* second, int32_t* output,
                        int8_t* scratch);
void BroadcastArgsInt64(const BroadcastArgsParams& params, const int64_t* first,
                        const int64_t* second, int64_t* output,
                        int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
