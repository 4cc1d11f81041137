// The table of layers: what each kind does to shapes, which weights it has,
// what it costs. lib/engine trains every kind of this table and lib/model
// lowers it; tests walk the table through both.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/graph/graph.h"

namespace mote {

struct LayerType {
  LayerKind kind;
  std::string_view name;  // as checkpoint files say it: "depthwise_conv"
  int inputs;             // how many the layer takes

  // The output's shape; throws Error where the inputs or the layer's own
  // attributes do not fit. `inputs` has the right length.
  Shape (*output_shape)(const Layer& layer, const std::vector<Shape>& inputs);
  // Weights of the layer, names without the layer's ("kernel").
  std::vector<WeightShape> (*weights)(const Layer& layer, const Shape& input);
  // Multiply-accumulates of one inference.
  int64_t (*macs)(const Layer& layer, const Shape& input, const Shape& output);
};

// One row a kind, in the order of LayerKind.
const std::vector<LayerType>& layer_types();
const LayerType& layer_type(LayerKind kind);
// By name; throws Error for names not in the table.
const LayerType& layer_type(std::string_view name);

// SAME padding as TensorFlow defines it: ceil(size / stride) outputs, the
// missing samples shared by both sides, the odd one after.
int same_output(int size, int stride);
int same_padding_before(int size, int kernel, int stride);

// The rows, a file a family.
LayerType conv_type();
LayerType depthwise_conv_type();
LayerType dense_type();
LayerType batch_norm_type();
LayerType relu_type();
LayerType add_type();
LayerType global_average_type();
LayerType dropout_type();
LayerType reshape_type();
LayerType softmax_type();

}  // namespace mote
