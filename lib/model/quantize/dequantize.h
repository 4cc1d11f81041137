// A quantized model as the real numbers that it stands for.
#pragma once

#include "lib/model/model.h"

namespace mote {

// The same operators on float32: every quantized tensor of integers becomes
// one of floats, constants with their real values, biases by the scales of
// input and weights. QUANTIZE and DEQUANTIZE become RESHAPE. Tensors keep their
// indices and names. Nothing is rounded or clamped but by activations.
Model dequantize(Model model);

// The real values of a tensor's `bytes`; floats as they are. Throws Error for
// types that are neither.
std::vector<float> real_values(const Tensor& tensor, const uint8_t* bytes,
                               size_t size);

}  // namespace mote
