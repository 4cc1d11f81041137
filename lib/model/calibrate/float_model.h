// Runs a float model plainly and keeps every tensor: for calibration, for
// reports of what quantization costs, and as the meaning of the operators in
// tests. Fast enough for that, not more.
#pragma once

#include <span>
#include <vector>

#include "lib/model/model.h"

namespace mote {

class FloatModel {
 public:
  // Keeps a copy of `model`, weights repacked. Throws Error naming the
  // operator for those that lower() never makes, and for int8 models.
  explicit FloatModel(const Model& model);

  const Model& model() const { return model_; }

  // The values of every tensor, by tensor index (constants are left empty),
  // for these values of the model's one input. Safe from many threads.
  using Tensors = std::vector<std::vector<float>>;
  Tensors run(std::span<const float> input) const;

 private:
  Model model_;
  // Constants as floats; convolution weights in the order height, width,
  // input channel, output channel.
  Tensors constants_;
};

}  // namespace mote
