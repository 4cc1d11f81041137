// Batch norm as a scale and an offset a channel.
#pragma once

#include <vector>

#include "lib/model/model.h"

namespace mote {

// y = scale[c] * x + offset[c]
struct ChannelAffine {
  std::vector<float> scale, offset;
};

ChannelAffine batch_norm_affine(const std::vector<float>& gamma,
                                const std::vector<float>& beta,
                                const std::vector<float>& mean,
                                const std::vector<float>& variance);

// Folds `affine` into the weights and bias of a float convolution, depthwise
// convolution or fully connected operator that has no fused activation.
void fold_affine(Model& model, const Operator& op, const ChannelAffine& affine);

// A float tensor's bytes.
std::vector<uint8_t> float_bytes(const std::vector<float>& values);

}  // namespace mote
