// Post-training quantization to int8.
#pragma once

#include <vector>

#include "lib/model/calibrate/ranges.h"
#include "lib/model/model.h"

namespace mote {

// The int8 model of a float model made by lower(), by the rules of the
// TensorFlow Lite 8-bit specification
// (https://ai.google.dev/edge/litert/models/quantization_spec):
//  - activations int8, one scale and zero point a tensor, from `ranges` (by
//    tensor index); 0 is represented exactly;
//  - the input has exactly the scale and zero point of `input`, which the
//    feature block fixes; Reshape keeps its input's, Softmax gives 1/256, -128;
//  - weights int8 in -127..127, zero point 0: a scale an output channel in
//    convolutions (dimension 0, depthwise 3), one scale in fully connected;
//  - biases int32 with scale input * weights.
// Tensors and operators keep their indices and names. A channel whose bias
// would not fit gets a coarser weight scale.
Model quantize(const Model& model, const std::vector<ValueRange>& ranges,
               const Quantization& input);

// Scale and zero point of an int8 tensor that holds `range`.
Quantization int8_quantization(const ValueRange& range);

}  // namespace mote
