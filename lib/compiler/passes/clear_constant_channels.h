#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: activations are fused.
// After: a convolution's or depthwise convolution's output channel that is the
// zero point at every pixel, for every input of the model (channel_ranges()),
// has no weights and no bias. Kernels prove more about small weights.
Model clear_constant_channels(Model model);

}  // namespace mote
