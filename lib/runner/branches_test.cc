// Subgraphs that become part of the model work as if they were called, wherever
// the compiler lays what they make; so do views of what is remembered.
#include <gtest/gtest.h>

#include <array>
#include <cstring>

#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

int add(Model& model, Type type, std::vector<int> shape) {
  Tensor tensor;
  tensor.name = "t" + std::to_string(model.tensors.size());
  tensor.type = type;
  tensor.shape = std::move(shape);
  model.tensors.push_back(std::move(tensor));
  return static_cast<int>(model.tensors.size()) - 1;
}

int constant(Model& model, std::vector<int> shape,
             const std::vector<float>& values) {
  const int index = add(model, Type::kFloat32, std::move(shape));
  std::vector<uint8_t>& data = model.tensors[index].data;
  data.resize(sizeof(float) * values.size());
  std::memcpy(data.data(), values.data(), data.size());
  return index;
}

Operator& append(Model& model, OperatorCode code, std::vector<int> inputs,
                 std::vector<int> outputs) {
  Operator op;
  op.code = code;
  op.inputs = std::move(inputs);
  op.outputs = std::move(outputs);
  model.operators.push_back(std::move(op));
  return model.operators.back();
}

// (x, y) -> code(x or y), of two values each.
Model unary_of(OperatorCode code, size_t which) {
  Model graph;
  graph.inputs = {add(graph, Type::kFloat32, {1, 2}),
                  add(graph, Type::kFloat32, {1, 2})};
  graph.outputs = {add(graph, Type::kFloat32, {1, 2})};
  append(graph, code, {graph.inputs[which]}, graph.outputs);
  return graph;
}

// (c, a, b) -> (c ? |a + b| : -(a - b)) + b.
Model choosing_model() {
  Model model;
  const int c = add(model, Type::kBool, {1});
  std::array<int, 6> t;
  for (int& tensor : t) tensor = add(model, Type::kFloat32, {1, 2});
  const auto [a, b, x, y, z, out] = t;
  append(model, OperatorCode::kAdd, {a, b}, {x});
  append(model, OperatorCode::kSub, {a, b}, {y});
  Operator& choice = append(model, OperatorCode::kIf, {c, x, y}, {z});
  choice.options.subgraph = 1;
  choice.options.other_subgraph = 2;
  append(model, OperatorCode::kAdd, {z, b}, {out});
  model.inputs = {c, a, b};
  model.outputs = {out};
  model.subgraphs = {unary_of(OperatorCode::kAbs, 0),
                     unary_of(OperatorCode::kNeg, 1)};
  return model;
}

using Pair = std::array<float, 2>;

std::span<const std::byte> bytes(const auto& value) {
  return std::as_bytes(std::span(&value, 1));
}

Pair choose(bool condition, bool keep_tensors) {
  CompileOptions options;
  options.keep_tensors = keep_tensors;
  PlanRunner runner(compile(choosing_model(), host_target(), options));
  const Pair a = {1, -5}, b = {2, -7};
  Pair out = {};
  const std::span<const std::byte> inputs[] = {bytes(condition), bytes(a),
                                               bytes(b)};
  const std::span<std::byte> outputs[] = {
      std::as_writable_bytes(std::span(&out, 1))};
  runner.run(inputs, outputs);
  return out;
}

TEST(Branches, WorkInPlaceOnInputsOfTheirOwn) {
  for (const bool keep_tensors : {true, false}) {
    EXPECT_EQ(choose(true, keep_tensors), (Pair{5, 5}));
    EXPECT_EQ(choose(false, keep_tensors), (Pair{3, -9}));
  }
}

// The sum of the last two values given.
Model remembering_graph() {
  Model graph;
  graph.inputs = {add(graph, Type::kFloat32, {1, 1})};
  graph.outputs = {add(graph, Type::kFloat32, {1, 1})};
  const int features = constant(graph, {1, 1}, {1});
  const int times = constant(graph, {1, 2}, {1, 1});
  const int bias = constant(graph, {1}, {0});
  const int state = add(graph, Type::kFloat32, {1, 2});
  graph.tensors[state].variable = true;
  append(graph, OperatorCode::kSvdf,
         {graph.inputs[0], features, times, bias, state}, graph.outputs)
      .options.rank = 1;
  return graph;
}

// The same subgraph twice, whatever the condition says; the second result.
Model twice_model() {
  Model model;
  const int c = add(model, Type::kBool, {1});
  const int x = add(model, Type::kFloat32, {1, 1});
  const int first = add(model, Type::kFloat32, {1, 1});
  const int second = add(model, Type::kFloat32, {1, 1});
  const int out = add(model, Type::kFloat32, {1, 1});
  for (const int made : {first, second}) {
    Operator& call = append(model, OperatorCode::kIf, {c, x}, {made});
    call.options.subgraph = call.options.other_subgraph = 1;
  }
  append(model, OperatorCode::kSub, {second, first}, {out});
  model.inputs = {c, x};
  model.outputs = {out};
  model.subgraphs = {remembering_graph()};
  return model;
}

TEST(Branches, RememberOnceWhereverTheyAreCalled) {
  const Plan plan = compile(twice_model(), host_target());
  EXPECT_EQ(plan.initial_state.size(), 1u);
  PlanRunner runner(plan);
  std::vector<float> results;
  for (const float x : {1.f, 5.f, 2.f}) {
    const bool condition = x > 1;
    float out = 0;
    const std::span<const std::byte> inputs[] = {bytes(condition), bytes(x)};
    const std::span<std::byte> outputs[] = {
        std::as_writable_bytes(std::span(&out, 1))};
    runner.run(inputs, outputs);
    results.push_back(out);
  }
  // By turns: 0 + 1 and 1 + 1, 1 + 5 and 5 + 5, 5 + 2 and 2 + 2.
  EXPECT_EQ(results, (std::vector<float>{1, 4, -3}));
}

TEST(CircularBuffer, MayLeaveTheModelThroughAView) {
  Model model;
  const int row = add(model, Type::kInt8, {1, 1, 1, 2});
  const int rows = add(model, Type::kInt8, {1, 3, 1, 2});
  const int flat = add(model, Type::kInt8, {1, 6});
  for (Tensor& tensor : model.tensors) tensor.quantization = {{0.5f}, {0}, 0};
  Operator& op = append(model, OperatorCode::kCustom, {row}, {rows});
  op.custom_name = "CIRCULAR_BUFFER";
  op.options.numbers["cycles_max"] = 1;
  append(model, OperatorCode::kReshape, {rows}, {flat});
  model.inputs = {row};
  model.outputs = {flat};
  PlanRunner runner(compile(model, host_target()));
  std::array<int8_t, 6> out;
  for (int8_t i = 1; i <= 4; ++i) {
    const int8_t given[] = {i, static_cast<int8_t>(-i)};
    out.fill(99);
    runner.run(std::span<const int8_t>(given), std::span<int8_t>(out));
  }
  EXPECT_EQ(out, (std::array<int8_t, 6>{2, -2, 3, -3, 4, -4}));
}

}  // namespace
}  // namespace mote
