// From a trained graph to a model of .tflite operators.
#pragma once

#include "lib/graph/graph.h"
#include "lib/model/model.h"

namespace mote {

// The float model of a checkpoint, for inference:
//  - batch norm is folded into the convolution or dense layer that it follows
//    (Jacob et al. 2018, section 3.2), or becomes a 1x1 depthwise convolution;
//  - a ReLU becomes the activation of the layer that it follows;
//  - dropout is gone.
// What follows means: reads the layer's output and is the only one to do so.
//
// Input and output are tensors [1, height, width, channels], vectors
// [1, channels]. A picture of one channel enters as [1, height * width] and
// is reshaped: as in TensorFlow's micro_speech example, whose users' code then
// runs mote's models unchanged.
//
// Tensors are named after the layer whose output they hold, weights as in
// weight_shapes(). Throws Error naming the layer when a weight is missing or
// has another size than its layer says.
Model lower(const Checkpoint& checkpoint);

}  // namespace mote
