// Emitted C++ in emulated boards against the portable kernels here.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstring>
#include <iostream>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"
#include "lib/compiler/emit/emit.h"
#include "lib/model/tflite/tflite.h"
#include "lib/runner/emulated_kernels.h"
#include "lib/runner/random_layer.h"
#include "test/shared_data.h"

namespace mote {
namespace {

using test::Random;

constexpr const char* kTarget = "qemu-cortex-m4";

struct Case {
  Model model;
  std::vector<int8_t> input;
};

struct Outcome {
  std::vector<int8_t> output;
  int64_t instructions = 0;
};

// Reads each case's input, writes its output and how long it took.
std::string main_source(const std::vector<EmittedCode>& codes) {
  std::string text = "#include \"semihosting.h\"\n#include \"sys_tick.h\"\n";
  for (const EmittedCode& code : codes) {
    text += fmt::format("#include \"{}.cc\"\n", code.name);
  }
  text +=
      "extern \"C\" void Fault() { semihosting::Exit(1); }\n"
      "extern \"C\" void SysTickHandler() {}\n"
      "namespace {\nint8_t input[65536], output[65536];\n"
      "template <class M> void Run() {\n"
      "  semihosting::Read(input, M::kInputSize);\n"
      "  sys_tick::Start(1 << 24, 0);\n"
      "  const uint32_t from = sys_tick::Now();\n"
      "  M::Invoke(input, output);\n"
      "  const uint32_t ticks = sys_tick::Elapsed(from, sys_tick::Now());\n"
      "  semihosting::Write(output, M::kOutputSize);\n"
      "  semihosting::Write(&ticks, 4);\n}\n}\n"
      "int main() {\n  semihosting::Open();\n";
  for (const EmittedCode& code : codes) {
    text += fmt::format("  Run<{}>();\n", code.class_name);
  }
  return text + "  semihosting::Exit(0);\n}\n";
}

void build(const Target& target, const fs::path& folder,
           const std::vector<std::string>& sources) {
  std::vector<std::string> command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  const std::vector<std::string> options = {
      "-std=c++14",
      "-O2",
      "-Wall",
      "-Wextra",

      "-Werror",
      "-fno-exceptions",
      "-fno-rtti",
      "-ffp-contract=off",
      "-nostdlib",
      "-ffunction-sections",
      "-fdata-sections",
      "-Wl,--gc-sections",
      "-fno-tree-loop-distribute-patterns",
      "-fno-threadsafe-statics",
      "-I" + folder.string(),
      "-I" + resource_folder().string(),
      "-T",
      (folder / "link.ld").string(),
      "-o",
      (folder / "test.elf").string(),
      (folder / "main.cc").string()};
  for (const fs::path& file : target_files(target)) {
    if (file.filename() == "main.cc") continue;
    write_atomically(folder / file.filename(), read_text(file));
    if (file.extension() != ".cc") continue;
    command.push_back((folder / file.filename()).string());
  }
  command.insert(command.end(), options.begin(), options.end());
  for (const std::string& source : sources) {
    command.push_back((resource_folder() / source).string());
  }
  command.push_back("-lgcc");
  const ProcessResult result = run_process(command);
  ASSERT_EQ(result.exit_code, 0) << result.errors.substr(0, 4000);
}

// Compiles and emits all cases, builds one program and runs it.
std::vector<Outcome> run_in_emulator(const Target& target,
                                     const std::vector<Case>& cases) {
  TemporaryFolder folder;
  std::vector<EmittedCode> codes;
  std::set<std::string> sources;
  std::string input;
  for (size_t i = 0; i < cases.size(); ++i) {
    EmitOptions options;
    options.name = fmt::format("case_{}", i);
    options.name_space = options.name;
    codes.push_back(emit(compile(cases[i].model, target), options));
    sources.insert(codes[i].sources.begin(), codes[i].sources.end());
    for (const auto& [name, text] : codes[i].files) {
      write_atomically(folder.path() / name, text);
    }
    input.append(cases[i].input.begin(), cases[i].input.end());
  }
  write_atomically(folder.path() / "main.cc", main_source(codes));
  build(target, folder.path(), {sources.begin(), sources.end()});
  ProcessOptions options;
  options.input = input;
  options.timeout_s = 120;
  std::vector<std::string> command =
      emulator_command(target, folder.path() / "test.elf");
  command.insert(command.end(), {"-icount", "shift=0"});
  const ProcessResult result = run_process(command, options);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  std::vector<Outcome> outcomes(cases.size());
  size_t at = 0;
  for (size_t i = 0; i < cases.size(); ++i) {
    const Model& model = cases[i].model;
    const size_t size =
        static_cast<size_t>(model.tensors[model.outputs[0]].elements());
    if (result.output.size() < at + size + 4) return {};
    outcomes[i].output.assign(
        result.output.begin() + static_cast<long>(at),
        result.output.begin() + static_cast<long>(at + size));
    uint32_t ticks;
    std::memcpy(&ticks, result.output.data() + at + size, 4);
    outcomes[i].instructions =
        static_cast<int64_t>(ticks * target.qemu_instructions_per_tick);
    at += size + 4;
  }
  return outcomes;
}

#define MOTE_REQUIRE_EMULATOR()                                    \
  if (!find_program("arm-none-eabi-g++") ||                        \
      !find_program("qemu-system-arm")) {                          \
    GTEST_SKIP() << "needs arm-none-eabi-g++ and qemu-system-arm"; \
  }

// Random layers through make(); at least one must use each kernel of
// `expected`, so that the test cannot pass on portable kernels alone.
void compare(Model (*make)(Random&), int count,
             const std::vector<std::string>& expected) {
  Random random(20);
  std::vector<Case> cases;
  std::set<std::string> kernels;
  for (int i = 0; i < count; ++i) {
    Model model = make(random);
    kernels.insert(compile(model, read_target(kTarget)).steps.front().kernel);
    std::vector<int8_t> input = test::random_input(model, random);
    cases.push_back({std::move(model), std::move(input)});
  }
  for (const std::string& kernel : expected) {
    EXPECT_TRUE(kernels.count("armv7em::" + kernel)) << kernel;
  }
  const std::vector<Outcome> outcomes =
      run_in_emulator(read_target(kTarget), cases);
  ASSERT_EQ(outcomes.size(), cases.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(outcomes[i].output,
              test::portable_output(cases[i].model, cases[i].input))
        << "case " << i << ": "
        << compile(cases[i].model, read_target(kTarget)).steps[0].comment;
  }
}

TEST(EmittedCode, ConvEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_conv, 60, {"ConvInt8", "ConvReluInt8"});
}

TEST(EmittedCode, PointwiseEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_pointwise, 30, {"PointwiseInt8", "PointwiseReluInt8"});
}

TEST(EmittedCode, DepthwiseEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_depthwise, 90,
          {"DepthwiseConvInt8", "DepthwiseConv3x3Int8",
           "DepthwiseConv3x3ReluInt8", "DepthwiseConv3x3MixedInt8"});
}

TEST(EmittedCode, RowDepthwiseEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_row_depthwise, 40, {"RowDepthwiseConvInt8"});
}

TEST(EmittedCode, FullyConnectedEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_fully_connected, 40,
          {"FullyConnectedInt8", "FullyConnectedPlainInt8"});
}

TEST(EmittedCode, LongFullyConnectedEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_long_fully_connected, 24,
          {"FullyConnectedNarrowInt8", "FullyConnectedLongInt8"});
}

TEST(EmittedCode, AddEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_add, 30, {"ShortAddInt8"});
}

TEST(EmittedCode, AveragePoolEqualsPortable) {
  MOTE_REQUIRE_EMULATOR();
  compare(test::random_average_pool, 30, {"AveragePoolInt8"});
}

// Instructions of one inference at most, of models that are measured against
// (docs/performance.md).
struct Budget {
  const char* board;
  const char* model;
  int64_t instructions;
};

void PrintTo(const Budget& budget, std::ostream* out) {
  *out << budget.board << " " << budget.model;
}

class EmittedModel : public ::testing::TestWithParam<Budget> {};

TEST_P(EmittedModel, EqualsPortableWithinItsBudget) {
  MOTE_REQUIRE_TARGET(GetParam().board);
  MOTE_REQUIRE_SHARED();
  const Target target = read_target(GetParam().board);
  const fs::path path =
      test::shared_path(std::string("models/") + GetParam().model + ".tflite");
  Random random(3);
  Case only{read_tflite(read_bytes(path), path.string()), {}};
  only.input = test::random_input(only.model, random);
  const std::vector<Outcome> outcomes = run_in_emulator(target, {only});
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_EQ(outcomes[0].output, test::portable_output(only.model, only.input));
  EXPECT_LE(outcomes[0].instructions, GetParam().instructions);
  std::cout << GetParam().board << " " << GetParam().model << ": "
            << outcomes[0].instructions << " instructions\n";
}

INSTANTIATE_TEST_SUITE_P(
    Shared, EmittedModel,
    ::testing::Values(
        Budget{kTarget, "tflm/micro_speech_quantized", 380000},
        Budget{kTarget, "mlperf_tiny/kws_ref_model", 2740000},
        Budget{"qemu-cortex-m7", "mlperf_tiny/kws_ref_model", 2740000},
        Budget{"qemu-cortex-m33", "mlperf_tiny/kws_ref_model", 2740000},
        Budget{kTarget, "mlperf_tiny/ad01_int8", 250000},
        Budget{kTarget, "mlperf_tiny/pretrainedResnet_quant", 11200000},
        Budget{kTarget, "mlperf_tiny/vww_96_int8", 4920000},
        Budget{kTarget, "tflm/person_detect", 8100000},
        Budget{kTarget, "mlperf_tiny/str_ww_ref_model", 940000}));

// At most 0.35 (AD 0.6), and on Cortex-M3 0.42 (AD 0.7), of what TensorFlow
// Lite Micro with CMSIS-NN takes.
INSTANTIATE_TEST_SUITE_P(
    SharedOnOtherBoards, EmittedModel,
    ::testing::Values(
        Budget{"qemu-cortex-m0", "mlperf_tiny/kws_ref_model", 9960000},
        Budget{"qemu-cortex-m0", "mlperf_tiny/ad01_int8", 1025000},
        Budget{"qemu-cortex-m0", "mlperf_tiny/pretrainedResnet_quant",
               31050000},
        Budget{"qemu-cortex-m0", "mlperf_tiny/vww_96_int8", 18750000},
        Budget{"qemu-cortex-m3", "mlperf_tiny/kws_ref_model", 4400000},
        Budget{"qemu-cortex-m3", "mlperf_tiny/ad01_int8", 669000},
        Budget{"qemu-cortex-m3", "mlperf_tiny/pretrainedResnet_quant",
               16900000},
        Budget{"qemu-cortex-m3", "mlperf_tiny/vww_96_int8", 8640000}));

// A geometric mean of at most 0.45 of what TensorFlow Lite Micro with CMSIS-NN
// takes on Cortex-M55.
INSTANTIATE_TEST_SUITE_P(
    SharedOnVectors, EmittedModel,
    ::testing::Values(
        Budget{"qemu-cortex-m55", "mlperf_tiny/kws_ref_model", 711000},
        Budget{"qemu-cortex-m55", "mlperf_tiny/ad01_int8", 50000},
        Budget{"qemu-cortex-m55", "mlperf_tiny/pretrainedResnet_quant",
               2345000},
        Budget{"qemu-cortex-m55", "mlperf_tiny/vww_96_int8", 1380000},
        Budget{"qemu-cortex-m55", "tflm/micro_speech_quantized", 78000},
        Budget{"qemu-cortex-m55", "tflm/person_detect", 2040000},
        Budget{"qemu-cortex-m55", "mlperf_tiny/str_ww_ref_model", 189000}));

// A model and the share of the portable kernels' instructions, on the same
// processor, that it may take.
struct Share {
  const char* model;
  double most;
};

void PrintTo(const Share& share, std::ostream* out) { *out << share.model; }

class EmittedModelOnRiscv : public ::testing::TestWithParam<Share> {};

TEST_P(EmittedModelOnRiscv, TakesAFractionOfThePortableKernels) {
  MOTE_REQUIRE_TARGET("qemu-rv32");
  MOTE_REQUIRE_SHARED();
  Target target = read_target("qemu-rv32");
  const fs::path path =
      test::shared_path(std::string("models/") + GetParam().model + ".tflite");
  Random random(3);
  Case only{read_tflite(read_bytes(path), path.string()), {}};
  only.input = test::random_input(only.model, random);
  const std::vector<Outcome> fast = run_in_emulator(target, {only});
  target.isa = "portable";
  const std::vector<Outcome> portable = run_in_emulator(target, {only});
  ASSERT_EQ(fast.size(), 1u);
  ASSERT_EQ(portable.size(), 1u);
  EXPECT_EQ(fast[0].output, test::portable_output(only.model, only.input));
  EXPECT_EQ(fast[0].output, portable[0].output);
  const double share = static_cast<double>(fast[0].instructions) /
                       static_cast<double>(portable[0].instructions);
  EXPECT_LE(share, GetParam().most);
  std::cout << "qemu-rv32 " << GetParam().model << ": " << fast[0].instructions
            << " instructions, " << share << " of the portable kernels'\n";
}

INSTANTIATE_TEST_SUITE_P(
    Shared, EmittedModelOnRiscv,
    ::testing::Values(Share{"mlperf_tiny/kws_ref_model", 0.25},
                      Share{"mlperf_tiny/ad01_int8", 0.342},
                      Share{"mlperf_tiny/pretrainedResnet_quant", 0.26},
                      Share{"mlperf_tiny/vww_96_int8", 0.28}));

}  // namespace
}  // namespace mote
