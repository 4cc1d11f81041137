#include <cmath>
#include <numeric>

#include "lib/engine/block.h"

namespace mote::engine {

void add_bias_gradient(const Pass& pass, Value& output, Samples samples,
                       float* bias_gradient) {
  // Batch norm takes any bias away again: its gradient is zero.
  if (output.norm) return;
  pass.kernels->gradient_sums(samples.count() * output.positions(),
                              output.channels, output.gradient(samples.first),
                              nullptr, nullptr, bias_gradient, nullptr);
}

float starting_limit(int fan_in) {
  return std::sqrt(6.0f / static_cast<float>(fan_in));
}

Parameter bias_parameter(const Layer& layer, int channels) {
  Parameter bias;
  bias.name = layer.name + "/bias";
  bias.places.resize(channels);
  std::iota(bias.places.begin(), bias.places.end(), 0);
  bias.size = channels;
  return bias;
}

}  // namespace mote::engine
