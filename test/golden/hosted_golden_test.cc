// Some real models as emitted C++ for AArch64 and web assembly: their outputs
// equal TensorFlow Lite Micro's; instructions of an inference on AArch64.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "test/golden/emitted_program.h"
#include "test/golden/golden.h"

namespace mote {
namespace {

// A target that runs here in qemu's user mode or in Node.js.
struct Host {
  const char *name, *target;
  std::vector<std::string> flags, runner_arguments;
};

const Host kNeon = {
    "Neon", "linux-aarch64", {"-march=armv8-a"}, {"-cpu", "cortex-a53"}};
const Host kDotProducts = {"DotProducts",
                           "linux-aarch64",
                           {"-march=armv8.2-a+dotprod"},
                           {"-cpu", "max"}};
const Host kWebAssembly = {
    "WebAssembly", "wasm", {}, {MOTE_SOURCE_DIR "/targets/hosted/run.mjs"}};

Target target_of(const Host& host) {
  Target target = read_target(host.target);
  for (const auto& flag : host.flags) target.compiler_flags.push_back(flag);
  target.runner_arguments = host.runner_arguments;
  return target;
}

std::string missing_tool(const Target& target) {
  std::vector<std::string> tools = {target.compiler, target.runner};
  if (target.isa == "simd128") tools.push_back("wasm-ld-14");
  for (const std::string& tool : tools) {
    if (!find_program(tool)) return tool;
  }
  return "";
}

struct HostedModel {
  Host host;
  const char* model;
};

void PrintTo(const HostedModel& hosted, std::ostream* out) {
  *out << hosted.host.name << " " << hosted.model;
}

bool has_golden(const std::string& model) {
  const std::vector<std::string> names = test::golden_names();
  return std::find(names.begin(), names.end(), model) != names.end();
}

std::vector<std::vector<test::Bytes>> inputs_of(const test::GoldenModel& golden,
                                                int runs) {
  std::vector<std::vector<test::Bytes>> inputs;
  for (int run = 0; run < runs; ++run) inputs.push_back(golden.inputs(run));
  return inputs;
}

class HostedGoldenModel : public testing::TestWithParam<HostedModel> {};

TEST_P(HostedGoldenModel, EqualsTflm) {
  const auto& [host, name] = GetParam();
  if (!has_golden(name)) GTEST_SKIP() << "needs the shared data";
  const Target target = target_of(host);
  const std::string missing = missing_tool(target);
  if (!missing.empty()) GTEST_SKIP() << "needs " << missing;
  const test::GoldenModel golden = test::read_golden_model(name);
  constexpr int kRuns = 2;
  const auto outputs =
      test::run_emitted(golden.model, target, inputs_of(golden, kRuns));
  ASSERT_EQ(outputs.size(), static_cast<size_t>(kRuns));
  for (int run = 0; run < kRuns; ++run) {
    test::expect_golden(golden, run, outputs[static_cast<size_t>(run)]);
  }
}

std::vector<HostedModel> hosted_models() {
  std::vector<HostedModel> models;
  for (const Host& host : {kDotProducts, kWebAssembly}) {
    for (const char* name :
         {"collected__esphome_micro-wake-word-models__models__v2__hey_jarvis",
          "collected__sipeed_TinyMaix__mnist_dw_f", "tflm__trained_lstm_int8",
          "tflm__hello_world_int8", "mlperf_tiny__pretrainedResnet_quant",
          "mlperf_tiny__kws_ref_model"}) {
      models.push_back({host, name});
    }
  }
  models.push_back({kNeon, "mlperf_tiny__pretrainedResnet_quant"});
  models.push_back({kNeon, "mlperf_tiny__kws_ref_model"});
  models.push_back({kNeon, "mlperf_tiny__ad01_fp32"});
  return models;
}

INSTANTIATE_TEST_SUITE_P(Shared, HostedGoldenModel,
                         testing::ValuesIn(hosted_models()),
                         [](const auto& hosted) {
                           return std::string(hosted.param.host.name) +
                                  test::test_name(hosted.param.model);
                         });

// Instructions of one inference at most (docs/performance.md).
struct Budget {
  Host host;
  const char* model;
  int64_t instructions;
};

void PrintTo(const Budget& budget, std::ostream* out) {
  *out << budget.host.name << " " << budget.model;
}

class AArch64Instructions : public testing::TestWithParam<Budget> {
 protected:
  // All that the program executes for so many inferences.
  int64_t count(const test::GoldenModel& golden, const Target& target,
                int runs) const {
    const fs::path file = folder_.path() / "count.txt";
    Target counted = target;
    for (const std::string& word :
         {std::string("-plugin"),
          fmt::format("{},to={}", plugin().string(), file.string())}) {
      counted.runner_arguments.push_back(word);
    }
    test::run_emitted(golden.model, counted, inputs_of(golden, runs));
    return std::stoll(read_text(file));
  }

  fs::path plugin() const { return folder_.path() / "count.so"; }

 private:
  TemporaryFolder folder_;
};

TEST_P(AArch64Instructions, StayWithinTheirBudget) {
  const auto& [host, name, budget] = GetParam();
  if (!has_golden(name)) GTEST_SKIP() << "needs the shared data";
  const Target target = target_of(host);
  const std::string missing = missing_tool(target);
  if (!missing.empty()) GTEST_SKIP() << "needs " << missing;
  const ProcessResult built =
      run_process({"cc", "-shared", "-fPIC", "-O2", "-o", plugin().string(),
                   MOTE_SOURCE_DIR "/targets/hosted/count_instructions.c"});
  ASSERT_EQ(built.exit_code, 0) << built.errors;
  const test::GoldenModel golden = test::read_golden_model(name);
  const int64_t instructions =
      (count(golden, target, 3) - count(golden, target, 1)) / 2;
  EXPECT_LE(instructions, budget);
  std::cout << host.name << " " << name << ": " << instructions
            << " instructions\n";
}

INSTANTIATE_TEST_SUITE_P(
    Shared, AArch64Instructions,
    testing::Values(
        Budget{kNeon, "mlperf_tiny__kws_ref_model", 1220000},
        Budget{kNeon, "mlperf_tiny__ad01_int8", 97000},
        Budget{kNeon, "mlperf_tiny__pretrainedResnet_quant", 4850000},
        Budget{kNeon, "mlperf_tiny__vww_96_int8", 2130000},
        Budget{kNeon, "mlperf_tiny__ad01_fp32", 133000},
        Budget{kNeon, "mlperf_tiny__pretrainedResnet", 5700000},
        Budget{kNeon, "mlperf_tiny__vww_96_float", 4050000},
        Budget{kDotProducts, "mlperf_tiny__kws_ref_model", 545000},
        Budget{kDotProducts, "mlperf_tiny__ad01_int8", 42000},
        Budget{kDotProducts, "mlperf_tiny__pretrainedResnet_quant", 1600000},
        Budget{kDotProducts, "mlperf_tiny__vww_96_int8", 1160000}));

}  // namespace
}  // namespace mote
