// What known models cost on an emulated Cortex-M4: instructions, flash and RAM
// of an inference stay within their budgets (docs/performance.md). Counts are
// exact, so nothing here depends on the machine.
#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/compiler/compile.h"
#include "lib/firmware/model_bench.h"
#include "lib/model/golden.h"
#include "lib/model/tflite/tflite.h"
#include "test/shared_data.h"

namespace mote {
namespace {

struct Budget {
  const char* model;
  int64_t instructions;
  int64_t cycles;      // estimated
  int64_t code_bytes;  // flash beyond weights, biases and 4 bytes a scale
  int64_t ram_bytes;   // arena and stack
};

void PrintTo(const Budget& budget, std::ostream* out) { *out << budget.model; }

// Weights, biases and 4 bytes a scale of all layers.
int64_t parameter_bytes(const Model& model) {
  int64_t bytes = 0;
  for (const Operator& op : model.operators) {
    if (op.code != OperatorCode::kConv2d &&
        op.code != OperatorCode::kDepthwiseConv2d &&
        op.code != OperatorCode::kFullyConnected) {
      continue;
    }
    const Tensor& weights = model.tensors[op.inputs[1]];
    bytes += weights.bytes() +
             4 * static_cast<int64_t>(weights.quantization.scale.size());
    if (op.inputs.size() > 2 && op.inputs[2] >= 0) {
      bytes += model.tensors[op.inputs[2]].bytes();
    }
  }
  return bytes;
}

std::vector<std::vector<uint8_t>> golden_inputs(const Model& model, int run) {
  std::vector<std::vector<uint8_t>> inputs;
  for (const int t : model.inputs) {
    inputs.push_back(golden_input(model.tensors[t], 0, run));
  }
  return inputs;
}

class Budgets : public testing::TestWithParam<Budget> {};

TEST_P(Budgets, AreKept) {
  MOTE_REQUIRE_SHARED();
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Budget& budget = GetParam();
  std::string name = budget.model;
  const fs::path path = test::shared_path("models/" + name + ".tflite");
  name.replace(name.find('/'), 1, "__");
  const Model model = read_tflite(read_bytes(path), path.string());
  const Target target = read_target("qemu-cortex-m4");
  mote::Run run = quiet_run({}, 2);
  const ModelBench bench =
      bench_model(compile(model, target), target,
                  {golden_inputs(model, 0), golden_inputs(model, 1)}, run);
  EXPECT_LE(bench.instructions, budget.instructions);
  EXPECT_LE(bench.cycles_estimated, budget.cycles);
  EXPECT_LE(bench.flash_bytes(), parameter_bytes(model) + budget.code_bytes);
  EXPECT_LE(bench.arena_bytes + bench.stack_bytes, budget.ram_bytes);
  for (const GoldenRow& row :
       read_golden(test::shared_path("golden/tflm_outputs/" + name + ".csv"))) {
    if (row.run > 1) continue;
    EXPECT_EQ(
        golden_differences(bench.outputs[row.run][row.output],
                           model.tensors[model.outputs[row.output]].type, row),
        0);
  }
}

INSTANTIATE_TEST_SUITE_P(
    CortexM4, Budgets,
    testing::Values(
        Budget{"mlperf_tiny/kws_ref_model", 2740000, 3780000, 8192, 9000},
        Budget{"mlperf_tiny/ad01_int8", 250000, 378000, 6144, 1600},
        Budget{"mlperf_tiny/pretrainedResnet_quant", 11200000, 15400000, 8192,
               35200},
        Budget{"mlperf_tiny/vww_96_int8", 4920000, 6750000, 8192, 39200},
        Budget{"tflm/micro_speech_quantized", 373000, 513000, 6144, 5000},
        Budget{"mlperf_tiny/str_ww_ref_model", 940000, 1300000, 8192, 4600},
        Budget{"tflm/person_detect", 8100000, 11070000, 8900, 39200}));

}  // namespace
}  // namespace mote
