// Fully connected layers of int16 with weights of int8, portable kernels.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Zero points are 0.
template <typename Bias>
struct FullyConnectedInt16ParamsOf {
  int32_t rows, inputs, outputs;
  int32_t activation_min, activation_max;
  const int8_t* weights;  // {output, input}
  const Bias* bias;       // one an output
  const int32_t* multiplier;
  const int8_t* shift;
};
using FullyConnectedInt16Params = FullyConnectedInt16ParamsOf<int64_t>;
using FullyConnectedInt16ShortParams = FullyConnectedInt16ParamsOf<int32_t>;

namespace reference {

// input {rows, inputs} -> output {rows, outputs}.
void FullyConnectedInt16(const FullyConnectedInt16Params& params,
                         const int16_t* input, int16_t* output,
                         int8_t* scratch);
// With sums of 32 bits, which are rounded as those of int8 are.
void FullyConnectedInt16Short(const FullyConnectedInt16ShortParams& params,
                              const int16_t* input, int16_t* output,
                              int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
