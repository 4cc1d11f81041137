// Steps of the portable int8 convolutions.
#pragma once

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

Step portable_conv(Step step, const ConvLayer& layer, Lowering& lowering);
Step portable_depthwise_conv(Step step, const ConvLayer& layer,
                             Lowering& lowering);

}  // namespace mote
