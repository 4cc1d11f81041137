// The networks that mote knows by name.
#pragma once

#include <string>
#include <vector>

#include "lib/graph/graph.h"

namespace mote {

// "conv1d", "dense", "ds-cnn" ... in alphabetical order.
const std::vector<std::string>& zoo_names();

// The network called `name` for samples of `input` (rows of features, row
// size, 1) and one output a class. Throws Error for unknown names.
//
// tinyconv  one convolution of 10x8, 8 filters, stride 2, and a dense layer:
//           the network of TensorFlow's micro_speech example; ends in softmax.
// ds-cnn    Zhang et al. 2017, "Hello Edge": a 10x4 convolution of 64 filters
//           and four depthwise separable blocks; ends in softmax.
// tc        temporal convolutions: the row (mel bands) as channels and time as
//           the only axis, so its input is {rows, 1, row size}: a convolution
//           of 3 steps, six blocks of [9 steps depthwise, 1x1, residual], mean
//           over time, dense. Ends in logits.
// conv1d    for readings: the axes as channels, three convolutions of 5 steps
//           and stride 2 (16, 24, 32 filters), mean over time; ends in softmax.
// conv2d    for small pictures: three convolutions of 3x3 and stride 2 (16, 32,
//           48 filters), mean over the picture; ends in softmax.
// dense     for few features: layers of 32 and 16; ends in softmax.
Graph make_zoo_graph(const std::string& name, Shape input,
                     std::vector<std::string> classes);

}  // namespace mote
