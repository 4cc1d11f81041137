#include "lib/runner/random_layer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"

namespace mote::test {
namespace {

int between(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

double real_between(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

template <typename T>
std::vector<uint8_t> bytes_of(const std::vector<T>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::vector<int8_t> random_bytes(size_t count, Random& random) {
  std::vector<int8_t> values(count);
  for (int8_t& value : values) {
    value = static_cast<int8_t>(between(random, -128, 127));
  }
  return values;
}

Tensor activation_tensor(const std::string& name, std::vector<int> shape,
                         double scale, int zero_point) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = Type::kInt8;
  tensor.shape = std::move(shape);
  tensor.quantization.scale = {static_cast<float>(scale)};
  tensor.quantization.zero_point = {zero_point};
  return tensor;
}

// Weights of `channels` channels of `taps` taps along `axis`, and their bias.
struct Filter {
  std::vector<int> shape;
  int axis, channels, taps;
};

struct Layer {
  OperatorCode code;
  OperatorOptions options;
  std::vector<int> input, output;
  Filter filter;
};

Tensor weight_tensor(const Filter& filter, Random& random) {
  Tensor tensor;
  tensor.name = "weights";
  tensor.type = Type::kInt8;
  tensor.shape = filter.shape;
  std::vector<int8_t> values(static_cast<size_t>(filter.channels) *
                             static_cast<size_t>(filter.taps));
  const int low = between(random, 0, 7) == 0 ? -128 : -127;
  for (int8_t& value : values) {
    value = static_cast<int8_t>(between(random, low, 127));
  }
  tensor.data = bytes_of(values);
  const bool per_channel = between(random, 0, 3) > 0;
  for (int c = 0; c < (per_channel ? filter.channels : 1); ++c) {
    tensor.quantization.scale.push_back(
        static_cast<float>(real_between(random, 0.004, 0.02)));
    tensor.quantization.zero_point.push_back(0);
  }
  tensor.quantization.axis = filter.axis;
  return tensor;
}

Tensor bias_tensor(int channels, Random& random) {
  Tensor tensor;
  tensor.name = "bias";
  tensor.type = Type::kInt32;
  tensor.shape = {channels};
  std::vector<int32_t> values(static_cast<size_t>(channels));
  for (int32_t& value : values) value = between(random, -20000, 20000);
  tensor.data = bytes_of(values);
  return tensor;
}

Model build(const Layer& layer, Random& random) {
  Model model;
  model.name = "layer";
  const double spread = std::sqrt(layer.filter.taps) * 73 * 74;  // of a sum
  const double scale = 0.01 * spread / real_between(random, 30, 200);
  const bool relu = layer.options.activation != Activation::kNone;
  const int zero_point =
      relu && between(random, 0, 3) > 0 ? -128 : between(random, -128, 127);
  model.tensors = {
      activation_tensor("input", layer.input, 1.0, between(random, -128, 127)),
      weight_tensor(layer.filter, random),
      bias_tensor(layer.filter.channels, random),
      activation_tensor("output", layer.output, scale, zero_point)};
  Operator op;
  op.code = layer.code;
  op.options = layer.options;
  op.inputs = {0, 1, 2};
  op.outputs = {3};
  model.operators = {op};
  model.inputs = {0};
  model.outputs = {3};
  return model;
}

int output_size(int input, int kernel, int stride, Padding padding,
                int border) {
  if (padding == Padding::kSame) return (input + stride - 1) / stride;
  return (input + border - kernel) / stride + 1;
}

// A border of less than the window on each side.
void choose_border(OperatorOptions& o, int kernel_height, int kernel_width,
                   Random& random) {
  if (o.padding != Padding::kExplicit) return;
  o.pad_top = between(random, 0, kernel_height - 1);
  o.pad_bottom = between(random, 0, kernel_height - 1);
  o.pad_left = between(random, 0, kernel_width - 1);
  o.pad_right = between(random, 0, kernel_width - 1);
}

OperatorOptions random_options(Random& random) {
  OperatorOptions options;
  const Padding paddings[] = {Padding::kSame, Padding::kValid,
                              Padding::kExplicit};
  options.padding = paddings[between(random, 0, 2)];
  options.stride_h = between(random, 1, 2);
  options.stride_w =
      between(random, 0, 3) ? options.stride_h : between(random, 1, 3);
  const Activation activations[] = {Activation::kNone, Activation::kRelu,
                                    Activation::kRelu, Activation::kRelu6};
  options.activation = activations[between(random, 0, 3)];
  return options;
}

Layer windowed(OperatorCode code, OperatorOptions o, int height, int width,
               int kernel_height, int kernel_width, int in, int out,
               Random& random) {
  choose_border(o, kernel_height, kernel_width, random);
  Layer layer{code, o, {1, height, width, in}, {}, {}};
  layer.output = {1,
                  output_size(height, kernel_height, o.stride_h, o.padding,
                              o.pad_top + o.pad_bottom),
                  output_size(width, kernel_width, o.stride_w, o.padding,
                              o.pad_left + o.pad_right),
                  out};
  const int taps = kernel_height * kernel_width;
  if (code == OperatorCode::kConv2d) {
    layer.filter = {{out, kernel_height, kernel_width, in}, 0, out, taps * in};
  } else {
    layer.filter = {{1, kernel_height, kernel_width, out}, 3, out, taps};
  }
  return layer;
}

}  // namespace

Model random_conv(Random& random) {
  const int kernel_height = between(random, 1, 5);
  const int kernel_width = between(random, 1, 5);
  return build(windowed(OperatorCode::kConv2d, random_options(random),
                        kernel_height + between(random, 0, 8),
                        kernel_width + between(random, 0, 8), kernel_height,
                        kernel_width, between(random, 1, 17),
                        between(random, 1, 20), random),
               random);
}

Model random_tall_conv(Random& random) {
  const int kernel_height = between(random, 1, 7);
  const int kernel_width = between(random, 1, 3);
  return build(windowed(OperatorCode::kConv2d, random_options(random),
                        kernel_height + between(random, 0, 60),
                        kernel_width + between(random, 0, 2), kernel_height,
                        kernel_width, between(random, 1, 40),
                        between(random, 1, 9), random),
               random);
}

Model random_conv3x3(Random& random) {
  OperatorOptions options = random_options(random);
  options.stride_h = options.stride_w = 1;
  return build(
      windowed(OperatorCode::kConv2d, options, between(random, 3, 14),
               between(random, 3, 14), 3, 3, 16 * between(random, 1, 3),
               16 * between(random, 1, 3), random),
      random);
}

Model random_pointwise(Random& random) {
  OperatorOptions options = random_options(random);
  options.stride_h = options.stride_w = 1;
  return build(windowed(OperatorCode::kConv2d, options, between(random, 1, 6),
                        between(random, 1, 6), 1, 1, 4 * between(random, 1, 18),
                        2 * between(random, 1, 20), random),
               random);
}

Model random_strided_pointwise(Random& random) {
  return build(windowed(OperatorCode::kConv2d, random_options(random),
                        between(random, 1, 6), between(random, 1, 6), 1, 1,
                        between(random, 1, 36), between(random, 1, 9), random),
               random);
}

Model random_depthwise(Random& random) {
  const bool three = between(random, 0, 2) > 0;
  const int kernel_height = three ? 3 : between(random, 1, 10);
  const int kernel_width = three ? 3 : between(random, 1, 10);
  OperatorOptions options = random_options(random);
  const bool wide = between(random, 0, 5) == 0;  // goes through in strips
  const int in = between(random, 1, wide ? 4 : 40);
  options.depth_multiplier = between(random, 0, 4) ? 1 : between(random, 1, 4);
  Model model = build(
      windowed(OperatorCode::kDepthwiseConv2d, options,
               kernel_height + between(random, 0, 9),
               kernel_width + between(random, 0, wide ? 99 : 9), kernel_height,
               kernel_width, in, in * options.depth_multiplier, random),
      random);
  // A channel that is much louder than the others, as trained models have.
  if (between(random, 0, 5) == 0) {
    const double output_scale = model.tensors[3].quantization.scale[0];
    model.tensors[1].quantization.scale[0] =
        static_cast<float>(output_scale * real_between(random, 0.26, 0.49));
  }
  return model;
}

Model random_wide_depthwise(Random& random) {
  const int kernel_height = between(random, 1, 3);
  const int kernel_width = between(random, 1, 5);
  const int channels = between(random, 1, 3);
  return build(windowed(OperatorCode::kDepthwiseConv2d, random_options(random),
                        kernel_height + between(random, 4, 9),
                        kernel_width + between(random, 60, 99), kernel_height,
                        kernel_width, channels, channels, random),
               random);
}

Model random_narrow_depthwise(Random& random) {
  OperatorOptions options = random_options(random);
  options.stride_h = options.stride_w = 1;
  int height = between(random, 3, 30);
  int width = options.padding == Padding::kSame ? 5 : between(random, 3, 7);
  if (between(random, 0, 3) == 0) std::swap(height, width);
  const int channels = between(random, 1, 9);
  return build(windowed(OperatorCode::kDepthwiseConv2d, options, height, width,
                        3, 3, channels, channels, random),
               random);
}

Model random_row_depthwise(Random& random) {
  int height = between(random, 1, 31), width = 1;
  int more_rows = between(random, 0, 30);
  int more_columns = between(random, 0, 2) ? 0 : between(random, 0, 5);
  if (between(random, 0, 3) == 0) {
    std::swap(height, width);
    std::swap(more_rows, more_columns);
  }
  OperatorOptions options = random_options(random);
  options.stride_h = options.stride_w = 1;
  const int channels = between(random, 1, 40);
  return build(
      windowed(OperatorCode::kDepthwiseConv2d, options, height + more_rows,
               width + more_columns, height, width, channels, channels, random),
      random);
}

namespace {

Model fully_connected(int rows, int inputs, int outputs, Random& random) {
  Layer layer{OperatorCode::kFullyConnected,
              random_options(random),
              {rows, inputs},
              {rows, outputs},
              {{outputs, inputs}, 0, outputs, inputs}};
  return build(layer, random);
}

}  // namespace

Model random_fully_connected(Random& random) {
  const int rows = between(random, 0, 3) ? 1 : between(random, 1, 5);
  const int inputs = between(random, 1, 150);
  return fully_connected(rows, inputs, between(random, 1, 40), random);
}

Model random_long_fully_connected(Random& random) {
  const int inputs = 8 * between(random, 1, 500);
  return fully_connected(1, inputs, between(random, 1, 4), random);
}

Model random_average_pool(Random& random) {
  OperatorOptions options = random_options(random);
  if (options.padding == Padding::kExplicit) options.padding = Padding::kSame;
  options.filter_h = between(random, 1, 9);
  options.filter_w = between(random, 1, 9);
  const int channels = between(random, 1, 40);
  const Layer layer =
      windowed(OperatorCode::kAveragePool2d, options,
               options.filter_h + between(random, 0, 9),
               options.filter_w + between(random, 0, 9), options.filter_h,
               options.filter_w, channels, channels, random);
  Model model;
  model.name = "pool";
  const int zero_point = between(random, -128, 127);
  model.tensors = {activation_tensor("input", layer.input, 0.05, zero_point),
                   activation_tensor("output", layer.output, 0.05, zero_point)};
  Operator op;
  op.code = OperatorCode::kAveragePool2d;
  op.options = options;
  op.inputs = {0};
  op.outputs = {1};
  model.operators = {op};
  model.inputs = {0};
  model.outputs = {1};
  return model;
}

Model random_add(Random& random) {
  const std::vector<int> shape = {1, between(random, 1, 9), 1,
                                  between(random, 1, 20)};
  const auto tensor = [&](const std::string& name) {
    return activation_tensor(name, shape, real_between(random, 0.01, 0.1),
                             between(random, -128, 127));
  };
  Model model;
  model.name = "add";
  model.tensors = {tensor("input"), tensor("constant"), tensor("output")};
  const std::vector<int8_t> values =
      random_bytes(static_cast<size_t>(model.tensors[1].elements()), random);
  model.tensors[1].data = bytes_of(values);
  Operator op;
  op.code = OperatorCode::kAdd;
  op.options.activation =
      between(random, 0, 1) ? Activation::kRelu : Activation::kNone;
  op.inputs = {0, 1};
  op.outputs = {2};
  model.operators = {op};
  model.inputs = {0};
  model.outputs = {2};
  return model;
}

Model random_residual(Random& random) {
  OperatorOptions options = random_options(random);
  if (between(random, 0, 3)) options.activation = Activation::kNone;
  const bool pointwise = between(random, 0, 2) == 0;
  if (pointwise) options.stride_h = options.stride_w = 1;
  const int kernel_height = pointwise ? 1 : between(random, 1, 5);
  const int kernel_width = pointwise ? 1 : between(random, 1, 5);
  Model model = build(
      windowed(
          OperatorCode::kConv2d, options, kernel_height + between(random, 0, 9),
          kernel_width + between(random, 0, 9), kernel_height, kernel_width,
          4 * between(random, 1, 12), 2 * between(random, 1, 10), random),
      random);
  model.name = "residual";
  model.tensors[0].data = bytes_of(
      random_bytes(static_cast<size_t>(model.tensors[0].elements()), random));
  const Tensor sums = model.tensors[3];
  for (const char* name : {"residual", "output"}) {
    model.tensors.push_back(activation_tensor(
        name, sums.shape, sums.scale() * real_between(random, 0.5, 2),
        between(random, -128, 127)));
  }
  Operator add;
  add.code = OperatorCode::kAdd;
  add.options.activation =
      between(random, 0, 1) ? Activation::kRelu : Activation::kNone;
  add.inputs = {3, 4};
  if (between(random, 0, 1)) std::swap(add.inputs[0], add.inputs[1]);
  add.outputs = {5};
  model.operators.push_back(add);
  model.inputs = {4};
  model.outputs = {5};
  return model;
}

Model tiny_conv_layer(Random& random) {
  OperatorOptions options;
  options.stride_h = options.stride_w = 2;
  options.activation = Activation::kRelu;
  options.depth_multiplier = 8;
  return build(windowed(OperatorCode::kDepthwiseConv2d, options, 49, 40, 10, 8,
                        1, 8, random),
               random);
}

std::vector<int8_t> random_input(const Model& model, Random& random) {
  const Tensor& input = model.tensors[model.inputs[0]];
  return random_bytes(static_cast<size_t>(input.elements()), random);
}

std::vector<float> random_floats(size_t count, Random& random) {
  std::uniform_real_distribution<float> value(-1, 1);
  std::vector<float> values(count);
  for (float& each : values) each = value(random);
  return values;
}

// The layer with float tensors.
Model as_float(Model model, Random& random) {
  for (Tensor& tensor : model.tensors) {
    tensor.type = Type::kFloat32;
    tensor.quantization = {};
    if (tensor.data.empty()) continue;
    const std::vector<float> values =
        random_floats(static_cast<size_t>(tensor.elements()), random);
    tensor.data.resize(4 * values.size());
    std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  }
  return model;
}

float tolerance_of(const std::vector<float>& expected) {
  float largest = 0;
  for (const float value : expected) {
    largest = std::max(largest, std::abs(value));
  }
  return 1e-5f * largest;
}

std::vector<int8_t> portable_output(const Model& model,
                                    const std::vector<int8_t>& input) {
  CompileOptions options;
  options.additions = Additions::kNever;
  PlanRunner runner(compile(model, host_target(true), options));
  std::vector<int8_t> output(
      static_cast<size_t>(model.tensors[model.outputs[0]].elements()));
  runner.run(std::span<const int8_t>(input), std::span<int8_t>(output));
  return output;
}

// Comparisons of kernels prove little if the outputs are all -128 or 127.
TEST(RandomLayer, OutputsVary) {
  Random random(7);
  for (const auto& make :
       {random_conv, random_pointwise, random_depthwise, random_fully_connected,
        random_add, random_residual}) {
    std::set<int8_t> seen;
    for (int i = 0; i < 40; ++i) {
      const Model model = make(random);
      const auto output = portable_output(model, random_input(model, random));
      seen.insert(output.begin(), output.end());
    }
    EXPECT_GT(seen.size(), 128u);
  }
}

}  // namespace mote::test
