#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: no depthwise convolution has constant weights and an input of one
// channel: it is a convolution, whose kernels are faster (tinyConv's 10x8).
Model depthwise_to_conv(Model model);

}  // namespace mote
