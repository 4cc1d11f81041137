// Fully connected layers with weights as they are, for sums or weights that do
// not fit the packed form.
#pragma once

#include "device/nn/fully_connected/fully_connected.h"

namespace mote {
namespace nn {
namespace armv7em {

// As reference::FullyConnectedInt8, for weights_zero_point 0.
void FullyConnectedPlainInt8(const FullyConnectedParams& params,
                             const int8_t* input, int8_t* output,
                             int8_t* scratch);

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
