// Additions within convolutions give the bits of additions behind them, also
// where they are written over the residual.
#include <gtest/gtest.h>

#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

using test::Random;

// Makes input and output of `layer` tensors of the arena: y = 2 * layer(2 * x),
// with maxima as the doublings' place.
Model within_a_network(Model layer) {
  const auto like = [&](int tensor, const char* name) {
    Tensor copy = layer.tensors[tensor];
    copy.name = name;
    layer.tensors.push_back(copy);
    return static_cast<int>(layer.tensors.size()) - 1;
  };
  const auto maximum = [](int from, int to) {
    Operator op;
    op.code = OperatorCode::kMaximum;
    op.inputs = {from, from};
    op.outputs = {to};
    return op;
  };
  const int x = like(layer.inputs[0], "x"), y = like(layer.outputs[0], "y");
  layer.operators.insert(layer.operators.begin(), maximum(x, layer.inputs[0]));
  layer.operators.push_back(maximum(layer.outputs[0], y));
  layer.inputs = {x};
  layer.outputs = {y};
  return layer;
}

TEST(FusedAddition, EqualsTheTwoLayers) {
  Random random(9);
  int fused = 0, in_place = 0;
  for (int i = 0; i < 300; ++i) {
    const Model model = within_a_network(test::random_residual(random));
    const auto input = test::random_input(model, random);
    CompileOptions options;
    options.additions = Additions::kAlways;
    PlanRunner runner(compile(model, host_target(true), options));
    const Plan& plan = runner.plan();
    if (!plan.fusion.taken) continue;
    ++fused;
    const Step& step = plan.steps.at(1);
    ASSERT_EQ(step.kernel, "reference::ConvAddInt8");
    in_place += step.inputs[0] == step.outputs[0];
    std::vector<int8_t> output(
        static_cast<size_t>(model.tensors[model.outputs[0]].elements()));
    runner.run<int8_t, int8_t>(input, output);
    ASSERT_EQ(output, test::portable_output(model, input)) << step.comment;
  }
  EXPECT_GT(fused, 150);
  EXPECT_EQ(in_place, fused);
}

}  // namespace
}  // namespace mote
