#include "lib/model/verify.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "lib/base/error.h"
#include "lib/model/test_model.h"

namespace mote {
namespace {

// What verify_model says of a model after `change`; "" when all is well.
std::string complaint(Model model, const std::function<void(Model&)>& change) {
  change(model);
  try {
    verify_model(model, "x.tflite");
  } catch (const Error& error) {
    return error.where() + ": " + error.what_happened();
  }
  return "";
}

std::string small_complaint(const std::function<void(Model&)>& change) {
  return complaint(test::small_model(), change);
}

testing::AssertionResult says(const std::string& text,
                              const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "'" << text << "' lacks " << part;
}

TEST(VerifyModel, AcceptsWhatIsRight) {
  EXPECT_EQ(small_complaint([](Model&) {}), "");
  EXPECT_EQ(complaint(test::every_operator_model(), [](Model&) {}), "");
}

TEST(VerifyModel, NamesTheTensor) {
  EXPECT_TRUE(
      says(small_complaint([](Model& m) { m.tensors[1].data.pop_back(); }),
           "tensor 'FULLY_CONNECTED/constant' (number 1): the data"));
  EXPECT_TRUE(
      says(small_complaint([](Model& m) { m.tensors[0].shape[1] = -4; }),
           "tensor 'input' (number 0): a dimension is negative"));
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     m.tensors[0].shape = {1 << 20, 1 << 20};
                   }),
                   "more than 2 GB"));
}

TEST(VerifyModel, ChecksQuantization) {
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     m.tensors[0].quantization.scale[0] =
                         std::numeric_limits<float>::quiet_NaN();
                   }),
                   "a scale is not"));
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     m.tensors[0].quantization.zero_point[0] = 128;
                   }),
                   "zero point"));
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     m.tensors[1].quantization = {{1, 1, 1}, {0, 0, 0}, 0};
                   }),
                   "3 scales for 2 channels"));
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     m.tensors[1].quantization = {{1, 1}, {0, 0}, 2};
                   }),
                   "quantized dimension 2"));
}

TEST(VerifyModel, ChecksIndicesAndOrder) {
  EXPECT_TRUE(says(
      small_complaint([](Model& m) { m.operators[0].inputs[0] = 99; }), "99"));
  EXPECT_TRUE(
      says(small_complaint([](Model& m) { m.operators[0].inputs[0] = -1; }),
           "left out"));
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     std::swap(m.operators[0], m.operators[1]);
                   }),
                   "read before it is made"));
  EXPECT_TRUE(says(small_complaint([](Model& m) { m.inputs.clear(); }),
                   "read before it is made"));
  EXPECT_TRUE(says(small_complaint([](Model& m) {
                     m.inputs.clear();
                     m.tensors[0].variable = true;
                   }),
                   "read before it is made"));
  EXPECT_TRUE(
      says(small_complaint([](Model& m) { m.operators[1].outputs = {1}; }),
           "constant and written"));
}

TEST(VerifyModel, ChecksThatShapesFit) {
  for (const char* name :
       {"CONV_2D", "DEPTHWISE_CONV_2D", "AVERAGE_POOL_2D", "MAX_POOL_2D", "ADD",
        "MUL", "CONCATENATION", "RELU", "PAD", "MEAN", "RESHAPE",
        "FULLY_CONNECTED", "SOFTMAX"}) {
    const auto widen_output = [name](Model& model) {
      for (const Operator& op : model.operators) {
        if (operator_name(op) == name) {
          ++model.tensors[op.outputs[0]].shape.back();
        }
      }
    };
    EXPECT_TRUE(says(complaint(test::every_operator_model(), widen_output),
                     "does not fit"))
        << name;
  }
}

TEST(VerifyModel, ChecksOptions) {
  EXPECT_TRUE(
      says(complaint(test::every_operator_model(),
                     [](Model& m) { m.operators[0].options.stride_h = 0; }),
           "CONV_2D (operator 0): a stride"));
}

// `count` subgraphs, each of which calls the next.
Model chain(int count) {
  Model graph;
  graph.tensors.resize(3);
  graph.tensors[0].type = Type::kBool;
  for (Tensor& tensor : graph.tensors) tensor.shape = {1};
  graph.inputs = {0, 1};
  graph.outputs = {1};
  Model model = graph;
  for (int number = 1; number <= count; ++number) {
    Operator op;
    op.code = OperatorCode::kIf;
    op.inputs = {0, 0, 1};
    op.outputs = {2};
    op.options.subgraph = op.options.other_subgraph = number;
    Model& caller = number == 1 ? model : model.subgraphs.back();
    caller.operators = {op};
    caller.outputs = {2};
    model.subgraphs.push_back(graph);
  }
  return model;
}

TEST(VerifyModel, BoundsHowDeepSubgraphsCallEachOther) {
  const std::string deep = "IF: subgraphs call each other more than 100 deep";
  EXPECT_EQ(complaint(chain(100), [](Model&) {}), "");
  EXPECT_TRUE(says(complaint(chain(101), [](Model&) {}), deep));
  EXPECT_TRUE(says(complaint(chain(12'000), [](Model&) {}), deep));
  // However short the ways are by which they are first reached.
  EXPECT_TRUE(says(complaint(chain(150),
                             [](Model& m) {
                               Operator op = m.operators[0];
                               op.options.subgraph = 75;
                               op.options.other_subgraph = 1;
                               op.outputs = {3};
                               m.tensors.push_back(m.tensors[2]);
                               m.operators.insert(m.operators.begin(), op);
                             }),
                   deep));
}

}  // namespace
}  // namespace mote
