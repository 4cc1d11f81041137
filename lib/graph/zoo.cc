#include "lib/graph/zoo.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/error.h"

namespace mote {
namespace {

// Strings layers together: each takes the one before as its input.
class GraphBuilder {
 public:
  GraphBuilder(std::string name, Shape input, std::vector<std::string> classes)
      : graph_{std::move(name), input, {}, std::move(classes)} {}

  const std::string& last() const { return last_; }
  int class_count() const { return static_cast<int>(graph_.classes.size()); }

  Layer& add(LayerKind kind, std::string name) {
    Layer layer;
    layer.name = std::move(name);
    layer.kind = kind;
    layer.inputs = {last_};
    last_ = layer.name;
    graph_.layers.push_back(std::move(layer));
    return graph_.layers.back();
  }

  // A convolution without bias (batch norm follows and has its own).
  void conv(const std::string& name, int filters, std::pair<int, int> kernel,
            std::pair<int, int> stride = {1, 1}) {
    Layer& layer = add(LayerKind::kConv, name);
    layer.filters = filters;
    layer.kernel = kernel;
    layer.stride = stride;
    layer.bias = false;
  }

  void depthwise(const std::string& name, std::pair<int, int> kernel,
                 std::pair<int, int> stride = {1, 1}) {
    Layer& layer = add(LayerKind::kDepthwiseConv, name);
    layer.kernel = kernel;
    layer.stride = stride;
    layer.bias = false;
  }

  void norm(const std::string& name) {
    add(LayerKind::kBatchNorm, name + "_norm");
  }
  void relu(const std::string& name) { add(LayerKind::kRelu, name + "_relu"); }
  void norm_relu(const std::string& name) {
    norm(name);
    relu(name);
  }
  void dropout(const std::string& name, double rate) {
    add(LayerKind::kDropout, name).rate = rate;
  }
  void dense_over_classes() {
    add(LayerKind::kDense, "dense").filters = class_count();
  }

  Graph finish() { return std::move(graph_); }

 private:
  Graph graph_;
  std::string last_ = "input";
};

Graph tinyconv(Shape input, std::vector<std::string> classes) {
  GraphBuilder builder("tinyconv", input, std::move(classes));
  Layer& conv = builder.add(LayerKind::kDepthwiseConv, "conv");
  conv.kernel = {10, 8};
  conv.stride = {2, 2};
  conv.multiplier = 8;
  builder.relu("conv");
  builder.dropout("dropout", 0.5);
  builder.dense_over_classes();
  builder.add(LayerKind::kSoftmax, "softmax");
  return builder.finish();
}

Graph ds_cnn(Shape input, std::vector<std::string> classes) {
  constexpr int kFilters = 64;
  GraphBuilder builder("ds-cnn", input, std::move(classes));
  builder.conv("conv", kFilters, {10, 4}, {2, 2});
  builder.norm_relu("conv");
  builder.dropout("dropout_1", 0.2);
  for (int i = 1; i <= 4; ++i) {
    const std::string number = std::to_string(i);
    builder.depthwise("depthwise_" + number, {3, 3});
    builder.norm_relu("depthwise_" + number);
    builder.conv("pointwise_" + number, kFilters, {1, 1});
    builder.norm_relu("pointwise_" + number);
  }
  builder.dropout("dropout_2", 0.4);
  builder.add(LayerKind::kGlobalAverage, "average");
  builder.dense_over_classes();
  builder.add(LayerKind::kSoftmax, "softmax");
  return builder.finish();
}

// One block of tc: depthwise over time, 1x1, and the block's own input added
// unless the stride makes it shorter.
void temporal_block(GraphBuilder& builder, int index, int filters) {
  const std::string number = std::to_string(index);
  const int stride = index == 1 ? 2 : 1;
  const std::string shortcut = builder.last();
  builder.depthwise("depthwise_" + number, {9, 1}, {stride, 1});
  builder.norm_relu("depthwise_" + number);
  builder.conv("pointwise_" + number, filters, {1, 1});
  builder.norm("pointwise_" + number);
  if (stride == 1) {
    builder.add(LayerKind::kAdd, "add_" + number).inputs.push_back(shortcut);
  }
  builder.relu("block_" + number);
}

Graph temporal_convolutions(Shape input, std::vector<std::string> classes) {
  constexpr int kFilters = 40;
  const Shape series = {input.height, 1, input.width * input.channels};
  GraphBuilder builder("tc", series, std::move(classes));
  builder.conv("conv", kFilters, {3, 1});
  builder.norm_relu("conv");
  for (int i = 1; i <= 6; ++i) temporal_block(builder, i, kFilters);
  builder.add(LayerKind::kGlobalAverage, "average");
  builder.dense_over_classes();
  return builder.finish();
}

Graph dense_layers(Shape input, std::vector<std::string> classes) {
  GraphBuilder builder("dense", input, std::move(classes));
  for (const auto& [name, filters] :
       {std::pair{"hidden_1", 32}, {"hidden_2", 16}}) {
    builder.add(LayerKind::kDense, name).filters = filters;
    builder.relu(name);
  }
  builder.dense_over_classes();
  builder.add(LayerKind::kSoftmax, "softmax");
  return builder.finish();
}

// Three convolutions that halve what they see, and a mean over the rest.
Graph shrinking_convolutions(GraphBuilder builder,
                             const std::array<int, 3>& filters,
                             std::pair<int, int> kernel,
                             std::pair<int, int> stride) {
  for (size_t i = 0; i < filters.size(); ++i) {
    const std::string name = "conv_" + std::to_string(i + 1);
    builder.conv(name, filters[i], kernel, stride);
    builder.norm_relu(name);
  }
  builder.add(LayerKind::kGlobalAverage, "average");
  builder.dropout("dropout", 0.2);
  builder.dense_over_classes();
  builder.add(LayerKind::kSoftmax, "softmax");
  return builder.finish();
}

Graph convolutions_over_time(Shape input, std::vector<std::string> classes) {
  const Shape series = {input.height, 1, input.width * input.channels};
  return shrinking_convolutions({"conv1d", series, std::move(classes)},
                                {16, 24, 32}, {5, 1}, {2, 1});
}

Graph convolutions_over_pictures(Shape input,
                                 std::vector<std::string> classes) {
  return shrinking_convolutions({"conv2d", input, std::move(classes)},
                                {16, 32, 48}, {3, 3}, {2, 2});
}

struct ZooRow {
  const char* name;
  Graph (*make)(Shape input, std::vector<std::string> classes);
};

constexpr ZooRow kZoo[] = {
    {"conv1d", convolutions_over_time},
    {"conv2d", convolutions_over_pictures},
    {"dense", dense_layers},
    {"ds-cnn", ds_cnn},
    {"tc", temporal_convolutions},
    {"tinyconv", tinyconv},
};

}  // namespace

const std::vector<std::string>& zoo_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const ZooRow& row : kZoo) all.emplace_back(row.name);
    return all;
  }();
  return names;
}

Graph make_zoo_graph(const std::string& name, Shape input,
                     std::vector<std::string> classes) {
  for (const ZooRow& row : kZoo) {
    if (name == row.name) return row.make(input, std::move(classes));
  }
  throw Error("is not a model that mote knows", "model '" + name + "'",
              fmt::format("Use one of {}.", fmt::join(zoo_names(), ", ")));
}

}  // namespace mote
