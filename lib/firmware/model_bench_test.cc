#include "lib/firmware/model_bench.h"

#include <gtest/gtest.h>

#include <span>

#include "lib/base/error.h"
#include "lib/base/process.h"
#include "lib/compiler/compile.h"
#include "lib/firmware/hosted_bench.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

Tensor int8_tensor(const char* name, std::vector<int> shape, float scale) {
  Tensor tensor;
  tensor.name = name;
  tensor.type = Type::kInt8;
  tensor.shape = std::move(shape);
  tensor.quantization = {{scale}, {0}, 0};
  return tensor;
}

// A fully connected layer, 8 -> 4, and a softmax.
Model two_layers() {
  const auto activation = [](const char* name, int size, float scale) {
    return int8_tensor(name, {1, size}, scale);
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

// The maximum of each 2x2 values of `images` images, 4x4x3.
Model max_pool(int images) {
  Model model;
  model.name = "max_pool";
  model.tensors = {int8_tensor("in", {images, 4, 4, 3}, 0.1f),
                   int8_tensor("out", {images, 2, 2, 3}, 0.1f)};
  Operator pool;
  pool.code = OperatorCode::kMaxPool2d;
  pool.options.padding = Padding::kValid;
  pool.options.filter_h = pool.options.filter_w = 2;
  pool.options.stride_h = pool.options.stride_w = 2;
  pool.inputs = {0}, pool.outputs = {1};
  model.operators = {pool};
  model.inputs = {0}, model.outputs = {1};
  return model;
}

// The sums of two inputs, and of those and the second input again.
Model two_additions() {
  Model model;
  model.name = "two_additions";
  for (const char* name : {"a", "b", "sum", "total"}) {
    model.tensors.push_back(int8_tensor(name, {1, 20}, 0.1f));
  }
  Operator first, second;
  first.code = second.code = OperatorCode::kAdd;
  first.inputs = {0, 1}, first.outputs = {2};
  second.inputs = {2, 1}, second.outputs = {3};
  model.operators = {first, second};
  model.inputs = {0, 1}, model.outputs = {2, 3};
  return model;
}

std::vector<uint8_t> counting(int64_t size, int step) {
  std::vector<uint8_t> bytes;
  for (int64_t i = 0; i < size; ++i) {
    bytes.push_back(static_cast<uint8_t>(i * step));
  }
  return bytes;
}

// Two runs.
ModelInputs inputs_for(const Model& model) {
  ModelInputs inputs(2);
  int step = 17;
  for (auto& run : inputs) {
    for (const int t : model.inputs) {
      run.push_back(counting(model.tensors[t].bytes(), step += 6));
    }
  }
  return inputs;
}

ModelInputs portable_outputs(const Model& model, const ModelInputs& inputs) {
  PlanRunner runner(compile(model, host_target(true)));
  ModelInputs outputs;
  for (const auto& run : inputs) {
    auto& of_run = outputs.emplace_back();
    for (const int t : model.outputs) {
      of_run.emplace_back(static_cast<size_t>(model.tensors[t].bytes()));
    }
    std::vector<std::span<const std::byte>> in;
    for (const auto& each : run) in.push_back(std::as_bytes(std::span(each)));
    std::vector<std::span<std::byte>> out;
    for (auto& each : of_run) {
      out.push_back(std::as_writable_bytes(std::span(each)));
    }
    runner.run(in, out);
  }
  return outputs;
}

ModelBench bench_on_m4(const Model& model) {
  const Target target = read_target("qemu-cortex-m4");
  mote::Run run = quiet_run({}, 2);
  return bench_model(compile(model, target), target, inputs_for(model), run);
}

TEST(ModelBench, SumsTheCallsForEveryImage) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const ModelBench one = bench_on_m4(max_pool(1));
  const ModelBench three = bench_on_m4(max_pool(3));
  ASSERT_EQ(three.layers.size(), 1u);
  // Three calls, each with a few instructions around it.
  EXPECT_GE(three.layers[0].instructions, 3 * one.layers[0].instructions - 10);
  EXPECT_LE(three.layers[0].instructions, 3 * one.layers[0].instructions + 100);
  EXPECT_EQ(three.input_bytes, 3 * 48);
  EXPECT_EQ(three.outputs,
            portable_outputs(max_pool(3), inputs_for(max_pool(3))));
}

TEST(ModelBench, TakesSeveralInputsAndOutputs) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Model model = two_additions();
  const ModelBench bench = bench_on_m4(model);
  EXPECT_EQ(bench.input_bytes, 40);
  EXPECT_EQ(bench.output_bytes, 40);
  ASSERT_EQ(bench.layers.size(), 2u);
  EXPECT_EQ(bench.layers[0].instructions + bench.layers[1].instructions,
            bench.instructions);
  EXPECT_EQ(bench.outputs, portable_outputs(model, inputs_for(model)));
}

class HostedBenchOf : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    target_ = read_target(GetParam());
    for (const std::string& program :
         {target_.compiler, target_.runner,
          std::string(is_web_assembly(target_) ? "wasm-ld-14" : "g++")}) {
      if (!find_program(program)) GTEST_SKIP() << "needs " << program;
    }
  }

  HostedBench bench(const Model& model) const {
    mote::Run run = quiet_run({}, 2);
    return bench_hosted(compile(model, target_), target_, inputs_for(model),
                        run);
  }

  Target target_;
};

TEST_P(HostedBenchOf, CountsOrTimesAndReturnsOutputs) {
  const Model model = two_additions();
  const HostedBench result = bench(model);
  EXPECT_EQ(result.outputs, portable_outputs(model, inputs_for(model)));
  EXPECT_EQ(result.microseconds > 0, is_web_assembly(target_));
  EXPECT_EQ(result.instructions > 0, !is_web_assembly(target_));
  if (is_web_assembly(target_)) return;
  const int64_t one = bench(max_pool(1)).instructions;
  const int64_t nine = bench(max_pool(9)).instructions;
  EXPECT_GT(nine, 7 * one);
  EXPECT_LT(nine, 10 * one);
}

TEST_P(HostedBenchOf, RunsPortableKernels) {
  target_.isa = "portable";
  const Model model = two_additions();
  const HostedBench result = bench(model);
  EXPECT_EQ(result.outputs, portable_outputs(model, inputs_for(model)));
  EXPECT_EQ(result.microseconds > 0, is_web_assembly(target_));
  EXPECT_EQ(result.instructions > 0, !is_web_assembly(target_));
}

INSTANTIATE_TEST_SUITE_P(Targets, HostedBenchOf,
                         testing::Values("linux-aarch64", "wasm"),
                         [](const auto& target) {
                           return std::string(target.param) == "wasm"
                                      ? "WebAssembly"
                                      : "AArch64";
                         });

TEST(ModelBench, RefusesTargetsWithoutAnEmulator) {
  mote::Run run = quiet_run();
  EXPECT_THROW(bench_model(compile(two_layers(), host_target(true)),
                           read_target("linux"), {}, run),
               Error);
}

}  // namespace
}  // namespace mote
