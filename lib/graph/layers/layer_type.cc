#include "lib/graph/layers/layer_type.h"

#include <algorithm>
#include <string>

#include "lib/base/error.h"

namespace mote {

const std::vector<LayerType>& layer_types() {
  static const std::vector<LayerType> types = {
      conv_type(),           depthwise_conv_type(), dense_type(),
      batch_norm_type(),     relu_type(),           add_type(),
      global_average_type(), dropout_type(),        reshape_type(),
      softmax_type(),
  };
  return types;
}

const LayerType& layer_type(LayerKind kind) {
  return layer_types().at(static_cast<size_t>(kind));
}

const LayerType& layer_type(std::string_view name) {
  const auto& types = layer_types();
  const auto found = std::ranges::find(types, name, &LayerType::name);
  if (found == types.end()) {
    throw Error("is not a kind of layer that mote knows", std::string(name));
  }
  return *found;
}

int same_output(int size, int stride) { return (size + stride - 1) / stride; }

int same_padding_before(int size, int kernel, int stride) {
  const int covered = (same_output(size, stride) - 1) * stride + kernel;
  return std::max(covered - size, 0) / 2;
}

}  // namespace mote
