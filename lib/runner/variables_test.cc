// Models with variables: what an operator reads is what the variable held when
// it was read, whatever the compiler does to save copies.
#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

// Tensors of the models below: the input, the name of the variable, what is
// read of it, and two that operators make.
enum { kX, kHandle, kRead, kY, kZ };

Tensor float_tensor(const std::string& name) {
  Tensor tensor;
  tensor.name = name;
  tensor.shape = {2};
  return tensor;
}

Operator make(OperatorCode code, std::vector<int> inputs,
              std::vector<int> outputs) {
  Operator op;
  op.code = code;
  op.inputs = std::move(inputs);
  op.outputs = std::move(outputs);
  op.options.variable = "state";
  op.options.subgraph = 1;
  return op;
}

// The variable starts as {10, 20}; `operators` follow CALL_ONCE and VAR_HANDLE.
Model model_of(std::vector<Operator> operators, int output) {
  Model model;
  model.name = "variables";
  for (const char* name : {"x", "handle", "read", "y", "z"}) {
    model.tensors.push_back(float_tensor(name));
  }
  model.tensors[kHandle].type = Type::kResource;
  model.inputs = {kX};
  model.outputs = {output};
  model.operators = {make(OperatorCode::kCallOnce, {}, {}),
                     make(OperatorCode::kVarHandle, {}, {kHandle})};
  model.operators.insert(model.operators.end(), operators.begin(),
                         operators.end());
  Model initial;
  initial.tensors = {model.tensors[kHandle], float_tensor("initial")};
  const float values[] = {10, 20};
  const auto* bytes = reinterpret_cast<const uint8_t*>(values);
  initial.tensors[1].data.assign(bytes, bytes + sizeof(values));
  initial.operators = {make(OperatorCode::kVarHandle, {}, {0}),
                       make(OperatorCode::kAssignVariable, {0, 1}, {})};
  model.subgraphs = {initial};
  return model;
}

// The first values of the output for inputs {1, ...}, {2, ...}, {3, ...}.
std::vector<float> first_outputs(const Model& model) {
  std::vector<float> outputs;
  PlanRunner runner(compile(model, host_target()));
  for (float x = 1; x <= 3; ++x) {
    const float input[] = {x, -x};
    float output[2] = {};
    runner.run(std::span<const float>(input), std::span<float>(output));
    outputs.push_back(output[0]);
  }
  return outputs;
}

const Operator kReadIt = make(OperatorCode::kReadVariable, {kHandle}, {kRead});

TEST(Variables, Accumulate) {
  EXPECT_EQ(first_outputs(model_of(
                {kReadIt, make(OperatorCode::kAdd, {kRead, kX}, {kY}),
                 make(OperatorCode::kAssignVariable, {kHandle, kY}, {})},
                kY)),
            (std::vector<float>{11, 13, 16}));
}

TEST(Variables, WhatWasReadOutlivesAnAssignment) {
  EXPECT_EQ(
      first_outputs(model_of(
          {kReadIt, make(OperatorCode::kAssignVariable, {kHandle, kX}, {}),
           make(OperatorCode::kAdd, {kRead, kRead}, {kY})},
          kY)),
      (std::vector<float>{20, 2, 4}));
}

TEST(Variables, SoDoesAViewOfIt) {
  EXPECT_EQ(first_outputs(model_of(
                {kReadIt, make(OperatorCode::kReshape, {kRead}, {kZ}),
                 make(OperatorCode::kAssignVariable, {kHandle, kX}, {}),
                 make(OperatorCode::kAdd, {kZ, kZ}, {kY})},
                kY)),
            (std::vector<float>{20, 2, 4}));
}

TEST(Variables, AValueMayBeMadeInTheVariable) {
  // y is for the variable alone, z is made before it.
  const Model model =
      model_of({kReadIt, make(OperatorCode::kAdd, {kRead, kX}, {kZ}),
                make(OperatorCode::kAdd, {kX, kX}, {kY}),
                make(OperatorCode::kAssignVariable, {kHandle, kY}, {})},
               kZ);
  EXPECT_EQ(first_outputs(model), (std::vector<float>{11, 4, 7}));
  // Neither reading nor assigning takes a step.
  EXPECT_EQ(compile(model, host_target()).steps.size(), 2u);
}

TEST(Variables, ResetForgets) {
  const Model model =
      model_of({kReadIt, make(OperatorCode::kAdd, {kRead, kX}, {kY}),
                make(OperatorCode::kAssignVariable, {kHandle, kY}, {})},
               kY);
  PlanRunner runner(compile(model, host_target()));
  const float input[] = {1, 1};
  float output[2] = {};
  for (int i = 0; i < 3; ++i) {
    runner.run(std::span<const float>(input), std::span<float>(output));
  }
  EXPECT_EQ(output[1], 23);
  runner.reset();
  runner.run(std::span<const float>(input), std::span<float>(output));
  EXPECT_EQ(output[1], 21);
}

TEST(Variables, MustBeFilled) {
  Model model = model_of({kReadIt}, kRead);
  model.subgraphs[0].operators.clear();
  EXPECT_THROW(compile(model, host_target()), Error);
}

}  // namespace
}  // namespace mote
