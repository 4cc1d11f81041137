// The scales of softmax and its logarithm: TensorFlow Lite's
// PreprocessSoftmaxScaling and CalculateInputRadius.
#pragma once

#include "lib/compiler/kernels/quantization.h"

namespace mote {

struct SoftmaxScaling {
  Multiplier multiplier;   // from steps of the input to Q5.26
  int64_t difference_min;  // steps that are left out from here on
};

SoftmaxScaling softmax_scaling(double beta, double input_scale);

}  // namespace mote
