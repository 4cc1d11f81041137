#include "lib/model/lower/fold.h"

#include <cmath>
#include <cstring>

#include "lib/graph/graph.h"

namespace mote {

ChannelAffine batch_norm_affine(const std::vector<float>& gamma,
                                const std::vector<float>& beta,
                                const std::vector<float>& mean,
                                const std::vector<float>& variance) {
  ChannelAffine affine;
  for (size_t c = 0; c < gamma.size(); ++c) {
    const float scale = gamma[c] / std::sqrt(variance[c] + kBatchNormEpsilon);
    affine.scale.push_back(scale);
    affine.offset.push_back(beta[c] - mean[c] * scale);
  }
  return affine;
}

void fold_affine(Model& model, const Operator& op,
                 const ChannelAffine& affine) {
  Tensor& kernel = model.tensors[op.inputs[1]];
  Tensor& bias = model.tensors[op.inputs[2]];
  std::vector<float> weights = constant_values<float>(kernel);
  const size_t channels = affine.scale.size();
  // Output channels come last in depthwise weights and first in all others.
  const bool last = op.code == OperatorCode::kDepthwiseConv2d;
  const size_t per_channel = weights.size() / channels;
  for (size_t i = 0; i < weights.size(); ++i) {
    weights[i] *= affine.scale[last ? i % channels : i / per_channel];
  }
  kernel.data = float_bytes(weights);
  std::vector<float> biases = constant_values<float>(bias);
  for (size_t c = 0; c < channels; ++c) {
    biases[c] = biases[c] * affine.scale[c] + affine.offset[c];
  }
  bias.data = float_bytes(biases);
}

std::vector<uint8_t> float_bytes(const std::vector<float>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(float));
  if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace mote
