// Models of one random layer, for comparing kernels.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "lib/model/model.h"

namespace mote::test {

using Random = std::mt19937;

// int8, with random shapes, strides, paddings, activations, scales and zero
// points, such that many outputs do not saturate.
Model random_conv(Random& random);
Model random_tall_conv(Random& random);  // up to 67 rows of up to 5 columns
Model random_conv3x3(Random& random);    // stride 1, 16 to 48 channels
Model random_pointwise(Random& random);
Model random_strided_pointwise(Random& random);
Model random_depthwise(Random& random);         // 3x3 more often than not
Model random_wide_depthwise(Random& random);    // goes through in strips
Model random_narrow_depthwise(Random& random);  // 3x3, often five columns
Model random_row_depthwise(Random& random);     // up to 31 taps of one row
Model random_fully_connected(Random& random);
// Few outputs of up to 4,000 inputs.
Model random_long_fully_connected(Random& random);
Model random_average_pool(Random& random);
Model random_add(Random& random);  // of the input and a constant of its shape

// The input, added to a convolution of a constant: a whole block of rows, or
// pixels.
Model random_residual(Random& random);

// The layers of known models, with random weights and scales.
Model tiny_conv_layer(Random& random);  // 10x8x8, stride 2 on 49x40

// Bytes for the model's one input.
std::vector<int8_t> random_input(const Model& model, Random& random);

// Between -1 and 1.
std::vector<float> random_floats(size_t count, Random& random);

// The layer with float tensors.
Model as_float(Model model, Random& random);

// How far sums in another order may be off: 1e-5 of the largest.
float tolerance_of(const std::vector<float>& expected);

// What the portable kernels make of it.
std::vector<int8_t> portable_output(const Model& model,
                                    const std::vector<int8_t>& input);

}  // namespace mote::test
