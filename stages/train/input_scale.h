// Inputs near zero mean and unit deviation, as gradient descent likes them,
// for a network that on the device gets features as they are.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "lib/features/feature_block.h"
#include "lib/graph/graph.h"

namespace mote {

// Inputs are (real value - mean) * factor while training. Afterwards both are
// folded into the first layers: their kernels are multiplied by the factor,
// and what the mean contributed goes to their bias, or to the moving mean of
// the batch norm behind them.
class InputScale {
 public:
  InputScale() = default;
  // From the mean and the deviation of real values. Where the layers that
  // read the input can not take them up, values stay as they are.
  InputScale(const FeatureQuantization& quantization, double mean,
             double deviation, const Graph& graph);

  void apply(std::span<const int8_t> features, float* inputs) const;
  // What the zeros around a picture become (NetworkOptions::input_padding).
  float padding() const { return static_cast<float>(-mean_ * factor_); }

  // Weights for features as they are, from weights for scaled inputs.
  void fold(const Graph& graph,
            std::map<std::string, std::vector<float>>& weights) const;

 private:
  double mean_ = 0, factor_ = 1;
  float offset_ = 0, step_ = 1;  // input = feature * step + offset
};

}  // namespace mote
