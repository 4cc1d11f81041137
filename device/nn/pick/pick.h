// Values of a tensor in another order, by tables of positions.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// The output is sizes[0] x ... x sizes[3] runs of run_bytes, in order. Run
// {i, j, k, l} is the input's at byte offset a[i] + b[j] + c[k] + d[l], where
// the tables a (sizes[0] entries), b, c and d lie one after the other in
// `offsets`.
struct PickParams {
  int32_t sizes[4];
  int32_t run_bytes;
  const int32_t* offsets;
};

namespace reference {

void PickBytes(const PickParams& params, const int8_t* input, int8_t* output,
               int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
