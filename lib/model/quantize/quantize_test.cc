#include "lib/model/quantize/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lib/graph/zoo.h"
#include "lib/model/lower/lower.h"
#include "lib/model/test_model.h"
#include "lib/model/verify.h"

namespace mote {
namespace {

const Quantization kInputQuantization = {{0.1f}, {-128}, 0};

struct Quantized {
  Model real, integer;
};

Quantized quantized_zoo_model(const std::string& name) {
  const Graph graph = make_zoo_graph(name, {49, 40, 1}, {"a", "b", "c", "d"});
  const Model real = lower(test::random_checkpoint(graph, 7));
  const auto seen = observe(FloatModel(real),
                            test::random_inputs(4, graph.input.size(), 8), 1);
  std::vector<ValueRange> ranges;
  for (const ValueHistogram& histogram : seen) {
    ranges.push_back(histogram.range(RangeMethod::kMinMax, 100));
  }
  return {real, quantize(real, ranges, kInputQuantization)};
}

class QuantizeZoo : public testing::TestWithParam<const char*> {};

TEST_P(QuantizeZoo, FollowsTheSpecification) {
  const Model model = quantized_zoo_model(GetParam()).integer;
  verify_model(model, GetParam());
  const Tensor& input = model.tensors[model.inputs[0]];
  EXPECT_EQ(input.quantization.scale, kInputQuantization.scale);
  for (const Operator& op : model.operators) {
    const Tensor& output = model.tensors[op.outputs[0]];
    EXPECT_EQ(output.type, Type::kInt8) << output.name;
    if (op.code == OperatorCode::kSoftmax) {
      EXPECT_EQ(output.scale(), 1.0 / 256);
      EXPECT_EQ(output.zero_point(), -128);
    }
    if (op.code == OperatorCode::kReshape) {
      EXPECT_EQ(output.scale(), model.tensors[op.inputs[0]].scale());
    }
    if (op.options.activation == Activation::kRelu) {
      EXPECT_EQ(output.zero_point(), -128) << output.name;
    }
    if (op.inputs.size() != 3) continue;
    const Tensor& weights = model.tensors[op.inputs[1]];
    const Tensor& bias = model.tensors[op.inputs[2]];
    const bool dense = op.code == OperatorCode::kFullyConnected;
    EXPECT_EQ(weights.quantization.scale.size(),
              dense ? 1u : static_cast<size_t>(output.shape.back()));
    EXPECT_EQ(bias.type, Type::kInt32);
    for (int8_t weight : constant_values<int8_t>(weights)) {
      EXPECT_NE(weight, -128);
    }
    for (size_t c = 0; c < bias.quantization.scale.size(); ++c) {
      EXPECT_FLOAT_EQ(bias.quantization.scale[c],
                      static_cast<float>(model.tensors[op.inputs[0]].scale()) *
                          weights.quantization.scale[c]);
    }
  }
}

TEST_P(QuantizeZoo, KeepsEveryWeightWithinHalfAStep) {
  const Quantized pair = quantized_zoo_model(GetParam());
  for (const Operator& op : pair.real.operators) {
    if (op.inputs.size() != 3) continue;
    const Tensor& integer = pair.integer.tensors[op.inputs[1]];
    const auto exact = constant_values<float>(pair.real.tensors[op.inputs[1]]);
    const auto values = constant_values<int8_t>(integer);
    const auto& scales = integer.quantization.scale;
    const size_t channels = scales.size();
    for (size_t i = 0; i < values.size(); ++i) {
      const size_t c = integer.quantization.axis == 3
                           ? i % channels
                           : i / (values.size() / channels);
      ASSERT_LE(std::abs(values[i] * scales[c] - exact[i]),
                0.5001f * scales[c]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, QuantizeZoo,
                         testing::Values("tinyconv", "ds-cnn", "tc"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST(Quantize, GivesAChannelWithABiasThatIsTooLargeACoarserScale) {
  Checkpoint checkpoint;
  checkpoint.graph.name = "test";
  checkpoint.graph.input = {2, 1, 2};
  Layer layer;
  layer.name = "conv", layer.kind = LayerKind::kConv;
  layer.inputs = {"input"};
  layer.filters = 2;
  checkpoint.graph.layers = {layer};
  checkpoint.weights["conv/kernel"] = {1e-9f, 1e-9f, 0, 0};
  checkpoint.weights["conv/bias"] = {100, 0};
  const Model real = lower(checkpoint);
  const std::vector<ValueRange> ranges(real.tensors.size(), {0, 100});
  const Model model = quantize(real, ranges, kInputQuantization);
  const Tensor& bias = model.tensors[model.operators[0].inputs[2]];
  EXPECT_NEAR(
      constant_values<int32_t>(bias)[0] * double{bias.quantization.scale[0]},
      100, 1e-3);
}

TEST(Quantize, RepresentsZeroExactly) {
  for (const ValueRange& range :
       {ValueRange{0, 6}, {-1, 3}, {-5, 0}, {0, 0}, {0.5, 2}, {-3, -1}}) {
    const Quantization q = int8_quantization(range);
    EXPECT_GE(q.zero_point[0], -128);
    EXPECT_LE(q.zero_point[0], 127);
    EXPECT_GT(q.scale[0], 0);
    const double low =
        q.scale[0] * (-128.0 - static_cast<double>(q.zero_point[0]));
    const double high =
        q.scale[0] * (127.0 - static_cast<double>(q.zero_point[0]));
    EXPECT_LE(low, std::min(range.low, 0.0) + 0.51 * q.scale[0]);
    EXPECT_GE(high, std::max(range.high, 0.0) - 0.51 * q.scale[0]);
  }
}

}  // namespace
}  // namespace mote
