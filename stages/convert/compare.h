// What quantization cost, layer by layer.
#pragma once

#include <span>
#include <vector>

#include "lib/model/model.h"

namespace mote {

struct Comparison {
  // By tensor index: ten times the decimal logarithm of signal power over
  // error power of the int8 tensor; 0 for tensors that were not compared.
  std::vector<double> signal_to_noise_db;
  // Share of the inputs for which both models' largest output is the same.
  double agreement = 0;
};

// Runs both models, which have the same tensors, on inputs of the int8 model.
// The result does not depend on `threads`.
Comparison compare_models(const Model& real, const Model& integer,
                          std::span<const std::vector<int8_t>> inputs,
                          int threads);

}  // namespace mote
