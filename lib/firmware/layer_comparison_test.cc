// Faults put into a layer are found and named.
#include "lib/firmware/layer_comparison.h"

#include <gtest/gtest.h>

#include <random>

#include "lib/base/error.h"
#include "lib/base/process.h"

namespace mote {
namespace {

Tensor int8_tensor(const char* name, std::vector<int> shape, float scale,
                   int64_t zero_point) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = Type::kInt8;
  tensor.shape = std::move(shape);
  tensor.quantization = {{scale}, {zero_point}, 0};
  return tensor;
}

Tensor random_weights(const char* name, std::vector<int> shape,
                      std::mt19937& random) {
  Tensor tensor = int8_tensor(name, std::move(shape), 1.0f / 128, 0);
  for (int64_t i = 0; i < tensor.elements(); ++i) {
    tensor.data.push_back(static_cast<uint8_t>(random() % 200 - 100));
  }
  return tensor;
}

// in 16 -> first 16 -> second 16 -> third 4 -> scores.
Model dense_model() {
  std::mt19937 random(4);
  Model model;
  model.name = "dense";
  model.tensors = {int8_tensor("in", {1, 16}, 1.0f / 64, 3),
                   random_weights("w1", {16, 16}, random),
                   int8_tensor("first", {1, 16}, 1.0f / 32, -4),
                   random_weights("w2", {16, 16}, random),
                   int8_tensor("second", {1, 16}, 1.0f / 16, 5),
                   random_weights("w3", {4, 16}, random),
                   int8_tensor("third", {1, 4}, 1.0f / 8, 1),
                   int8_tensor("scores", {1, 4}, 1.0f / 256, -128)};
  const auto add = [&](OperatorCode code, std::vector<int> inputs, int output) {
    Operator op;
    op.code = code;
    op.inputs = std::move(inputs);
    op.outputs = {output};
    model.operators.push_back(op);
  };
  add(OperatorCode::kFullyConnected, {0, 1}, 2);
  add(OperatorCode::kFullyConnected, {2, 3}, 4);
  add(OperatorCode::kFullyConnected, {4, 5}, 6);
  add(OperatorCode::kSoftmax, {6}, 7);
  model.inputs = {0};
  model.outputs = {7};
  return model;
}

ModelInput random_input() {
  std::mt19937 random(9);
  ModelInput input(1);
  for (int i = 0; i < 16; ++i) {
    input[0].push_back(static_cast<uint8_t>(random()));
  }
  return input;
}

class LayerComparisonOn : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    target_ = read_target(GetParam());
    if (!target_.qemu_program.empty() && (!find_program(target_.qemu_program) ||
                                          !find_program(target_.compiler))) {
      GTEST_SKIP() << "needs " << target_.qemu_program;
    }
  }

  LayerComparison compare(const Plan& plan, const Model* real = nullptr) {
    mote::Run run = quiet_run({}, 2);
    return compare_layers(model_, plan, target_, random_input(), real, run);
  }

  Target target_;
  Model model_ = dense_model();
};

TEST_P(LayerComparisonOn, ASoundModelIsEqual) {
  const LayerComparison result = compare(compile_to_compare(model_, target_));
  ASSERT_EQ(result.tensors.size(), 4u);
  EXPECT_EQ(result.no_float, "");
  EXPECT_EQ(result.no_litert, "");
  EXPECT_EQ(result.first_on_target(), nullptr);
  EXPECT_EQ(result.first_far_from_float(15), nullptr);
  for (const ComparedTensor& tensor : result.tensors) {
    EXPECT_TRUE(tensor.target) << tensor.name;
    EXPECT_TRUE(tensor.litert) << tensor.name;
    EXPECT_LT(tensor.signal_to_noise_db.value_or(0), 100) << tensor.name;
  }
  EXPECT_EQ(result.tensors[1].name, "second");
  EXPECT_EQ(result.tensors[1].operation, "FULLY_CONNECTED");
}

TEST_P(LayerComparisonOn, AFaultOfTheTargetIsNamed) {
  Plan plan = compile_to_compare(model_, target_);
  // The second layer's largest constant holds its weights, packed or not.
  std::vector<uint8_t>* weights = nullptr;
  for (const ParameterField& field : plan.steps[1].parameters) {
    const Location* location = std::get_if<Location>(&field.value);
    if (!location) continue;
    std::vector<uint8_t>& data = plan.constants[location->index].data;
    if (!weights || data.size() > weights->size()) weights = &data;
  }
  ASSERT_NE(weights, nullptr);
  for (size_t i = 0; i < 8; ++i) (*weights)[weights->size() / 2 + i] ^= 0x10;
  const LayerComparison result = compare(plan);
  ASSERT_NE(result.first_on_target(), nullptr);
  EXPECT_EQ(result.first_on_target()->name, "second");
  EXPECT_GE(result.first_on_target()->target->values, 1);
  EXPECT_GE(result.first_on_target()->target->most_steps, 1);
  EXPECT_EQ(result.tensors[0].target->values, 0);
}

TEST_P(LayerComparisonOn, ChangedWeightsAreNamed) {
  const Model original = model_;
  for (uint8_t& weight : model_.tensors[5].data) {
    weight = static_cast<uint8_t>(-static_cast<int8_t>(weight));
  }
  const LayerComparison result =
      compare(compile_to_compare(model_, target_), &original);
  EXPECT_EQ(result.first_on_target(), nullptr);
  ASSERT_NE(result.first_far_from_float(10), nullptr);
  EXPECT_EQ(result.first_far_from_float(10)->name, "third");
}

TEST_P(LayerComparisonOn, LiteRtsRoundingIsComparedWithItsOwn) {
  target_.rounding = Rounding::kLitert;
  const LayerComparison result = compare(compile_to_compare(model_, target_));
  EXPECT_EQ(result.first_on_target(), nullptr);
  EXPECT_TRUE(result.tensors[0].target);
}

INSTANTIATE_TEST_SUITE_P(, LayerComparisonOn,
                         testing::Values("linux", "qemu-cortex-m4"),
                         [](const auto& test) {
                           const std::string name = test.param;
                           return name == "linux" ? "Here" : "CortexM4";
                         });

TEST(LayerComparison, SaysWhyFloatIsMissing) {
  Model other = dense_model();
  other.inputs.push_back(2);
  const Target target = read_target("linux");
  mote::Run run = quiet_run();
  const Model model = dense_model();
  const LayerComparison result =
      compare_layers(model, compile_to_compare(model, target), target,
                     random_input(), &other, run);
  EXPECT_NE(result.no_float, "");
  EXPECT_FALSE(result.tensors[0].signal_to_noise_db);
  EXPECT_EQ(result.first_on_target(), nullptr);
}

}  // namespace
}  // namespace mote
