// Which values each channel of a tensor can take.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/model/model.h"

namespace mote {

struct ChannelRange {
  int32_t low = -128, high = 127;

  bool constant() const { return low == high; }
};

// For every int8 tensor that a convolution, depthwise convolution or pool makes
// or reads, a range a channel, over all inputs of the model and all pixels;
// empty for the others. By interval arithmetic on the integers that the
// kernels compute: sums of bias and weight times value, requantized as they
// are. Where a window can leave the image, a tap may add nothing instead.
std::vector<std::vector<ChannelRange>> channel_ranges(const Model& model);

}  // namespace mote
