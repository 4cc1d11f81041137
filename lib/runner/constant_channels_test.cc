// Networks with constant channels, with and without them.
#include <gtest/gtest.h>

#include <cstring>

#include "lib/compiler/compile.h"
#include "lib/compiler/passes/passes.h"
#include "lib/runner/plan_runner.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

using test::Random;

class Builder {
 public:
  explicit Builder(Random& random) : random_(random) {
    model_.name = "net";
    image_ = add_image(6, 5, 4);
    model_.inputs = {image_};
  }

  // A third of the channels have a bias that nothing outweighs.
  void layer(OperatorCode code, int kernel, int channels, Padding padding) {
    const bool depthwise = code == OperatorCode::kDepthwiseConv2d;
    const std::vector<int> in = model_.tensors[image_].shape;
    const int less = padding == Padding::kValid ? kernel - 1 : 0;
    Tensor weights;
    weights.name = "weights";
    weights.type = Type::kInt8;
    weights.shape = depthwise
                        ? std::vector<int>{1, kernel, kernel, channels}
                        : std::vector<int>{channels, kernel, kernel, in[3]};
    weights.quantization = {{0.01f}, {0}, 0};
    for (int64_t i = weights.elements(); i > 0; --i) {
      weights.data.push_back(static_cast<uint8_t>(pick(255) - 127));
    }
    Tensor bias;
    bias.name = "bias";
    bias.type = Type::kInt32;
    bias.shape = {channels};
    bias.data.resize(4 * static_cast<size_t>(channels));
    for (int c = 0; c < channels; ++c) {
      const int32_t value = pick(3) > 0 ? pick(4000) - 2000
                                        : (pick(3) > 0 ? -50000000 : 50000000);
      std::memcpy(bias.data.data() + 4 * c, &value, 4);
    }
    const int output = add_image(in[1] - less, in[2] - less, channels);
    Operator op;
    op.code = code;
    op.options.activation = Activation::kRelu;
    op.options.padding = padding;
    op.inputs = {image_, add(weights), add(bias)};
    op.outputs = {output};
    model_.operators.push_back(op);
    image_ = output;
  }

  void dense(int outputs) {
    const auto inputs = static_cast<int>(model_.tensors[image_].elements());
    Tensor flat = model_.tensors[image_];
    flat.shape = {1, inputs};
    Operator reshape;
    reshape.inputs = {image_}, reshape.outputs = {add(flat)};
    model_.operators.push_back(reshape);
    Tensor weights;
    weights.name = "weights";
    weights.type = Type::kInt8;
    weights.shape = {outputs, inputs};
    weights.quantization = {{0.01f}, {0}, 0};
    for (int i = 0; i < outputs * inputs; ++i) {
      weights.data.push_back(static_cast<uint8_t>(pick(255) - 127));
    }
    Tensor output = flat;
    output.shape = {1, outputs};
    output.quantization = {{0.4f}, {3}, 0};
    Operator op;
    op.code = OperatorCode::kFullyConnected;
    op.inputs = {reshape.outputs[0], add(weights)};
    op.outputs = {add(output)};
    model_.operators.push_back(op);
    image_ = op.outputs[0];
  }

  Model finish() && {
    model_.outputs = {image_};
    return std::move(model_);
  }

  int pick(int count) {
    return static_cast<int>(random_() % static_cast<unsigned>(count));
  }

 private:
  int add(Tensor tensor) {
    model_.tensors.push_back(std::move(tensor));
    return static_cast<int>(model_.tensors.size()) - 1;
  }

  int add_image(int height, int width, int channels) {
    Tensor tensor;
    tensor.name = "image" + std::to_string(model_.tensors.size());
    tensor.type = Type::kInt8;
    tensor.shape = {1, height, width, channels};
    tensor.quantization = {{0.05f}, {-128}, 0};
    return add(tensor);
  }

  Random& random_;
  Model model_;
  int image_;
};

Model network(Random& random) {
  Builder builder(random);
  const auto padding = [&] {
    return builder.pick(2) ? Padding::kSame : Padding::kValid;
  };
  const int channels = 4 + builder.pick(20), more = 4 + builder.pick(20);
  builder.layer(OperatorCode::kConv2d, 1 + builder.pick(3), channels,
                padding());
  builder.layer(OperatorCode::kDepthwiseConv2d, 3, channels, Padding::kSame);
  builder.layer(OperatorCode::kConv2d, 1, more, padding());
  if (builder.pick(2)) {
    builder.layer(OperatorCode::kDepthwiseConv2d, 2, more, padding());
  }
  builder.layer(OperatorCode::kConv2d, 2, 5, padding());
  if (builder.pick(2)) builder.dense(3);
  return std::move(builder).finish();
}

std::vector<int8_t> output_of(const Model& model, bool every_channel,
                              const std::vector<int8_t>& input) {
  CompileOptions options;
  options.keep_tensors = every_channel;
  PlanRunner runner(compile(model, host_target(true), options));
  std::vector<int8_t> output(
      static_cast<size_t>(model.tensors[model.outputs[0]].elements()));
  runner.run(std::span<const int8_t>(input), std::span<int8_t>(output));
  return output;
}

TEST(ConstantChannels, OutputsStayWithoutThem) {
  Random random(4);
  int64_t before = 0, after = 0;
  for (int i = 0; i < 60; ++i) {
    const Model model = network(random);
    const auto input = test::random_input(model, random);
    EXPECT_EQ(output_of(model, false, input), output_of(model, true, input));
    CompileOptions options;
    after += compile(model, host_target(true), options).total_cost().macs;
    options.keep_tensors = true;
    before += compile(model, host_target(true), options).total_cost().macs;
  }
  EXPECT_LT(after, before * 3 / 4);
}

}  // namespace
}  // namespace mote
