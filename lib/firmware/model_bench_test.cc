#include "lib/firmware/model_bench.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/process.h"
#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

// A fully connected layer, 8 -> 4, and a softmax.
Model two_layers() {
  const auto activation = [](const char* name, int size, float scale) {
    Tensor tensor;
    tensor.name = name;
    tensor.type = Type::kInt8;
    tensor.shape = {1, size};
    tensor.quantization = {{scale}, {0}, 0};
    return tensor;
  };
  Model model;
  model.name = "two_layers";
  model.tensors = {activation("in", 8, 0.1f), activation("weights", 8, 0.02f),
                   activation("hidden", 4, 0.05f),
                   activation("out", 4, 1.0f / 256)};
  model.tensors[1].shape = {4, 8};
  for (int i = 0; i < 32; ++i) {
    model.tensors[1].data.push_back(static_cast<uint8_t>(i * 37));
  }
  model.tensors[3].quantization.zero_point = {-128};
  Operator dense, softmax;
  dense.code = OperatorCode::kFullyConnected;
  dense.inputs = {0, 1}, dense.outputs = {2};
  softmax.code = OperatorCode::kSoftmax;
  softmax.inputs = {2}, softmax.outputs = {3};
  model.operators = {dense, softmax};
  model.inputs = {0}, model.outputs = {3};
  return model;
}

TEST(ModelBench, CountsEachLayerAndReturnsOutputs) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Model model = two_layers();
  const Target target = read_target("qemu-cortex-m4");
  mote::Run run = quiet_run({}, 2);
  const std::vector<uint8_t> input = {1, 2, 3, 250, 5, 6, 100, 8};
  const ModelBench bench =
      bench_model(compile(model, target), target, {{input}, {input}}, run);

  ASSERT_EQ(bench.layers.size(), 2u);
  EXPECT_EQ(bench.macs, 32);
  EXPECT_EQ(bench.layers[0].instructions + bench.layers[1].instructions,
            bench.instructions);
  EXPECT_GT(bench.layers[0].instructions, 32);
  EXPECT_GT(bench.cycles_estimated, bench.instructions);
  EXPECT_GT(bench.code_bytes, 500);
  EXPECT_GT(bench.constants_bytes, 32);
  EXPECT_GT(bench.stack_bytes, 0);
  EXPECT_LT(bench.stack_bytes, 1000);

  PlanRunner runner(compile(model, host_target(true)));
  std::vector<uint8_t> output(4);
  runner.run(std::span<const uint8_t>(input), std::span<uint8_t>(output));
  ASSERT_EQ(bench.outputs.size(), 2u);
  EXPECT_EQ(bench.outputs[0][0], output);
  EXPECT_EQ(bench.outputs[1][0], output);
}

TEST(ModelBench, RefusesTargetsWithoutAnEmulator) {
  mote::Run run = quiet_run();
  EXPECT_THROW(bench_model(compile(two_layers(), host_target(true)),
                           read_target("linux"), {}, run),
               Error);
}

}  // namespace
}  // namespace mote
