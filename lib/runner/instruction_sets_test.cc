// The kernels of every device's instruction set against the portable ones, in
// emulators.
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/compiler/compile.h"
#include "lib/runner/emulated_kernels.h"
#include "lib/runner/plan_runner.h"

namespace mote::test {
namespace {

constexpr int kLayers = 400;

// The kernels that a board's layers must use, where it has those of processors
// without SIMD, or Armv8.1-M's vectors.
std::vector<std::string> expected_kernels(
    const std::string& board, const std::vector<std::string>& staggered,
    const std::vector<std::string>& vectors) {
  const std::string isa = read_target(board).isa;
  const bool mve = isa == "mve";
  std::vector<std::string> kernels;
  if (mve || isa == "armv6m" || isa == "armv7m" || isa == "rv32") {
    for (const std::string& name : mve ? vectors : staggered) {
      kernels.push_back(isa + "::" + name);
    }
  }
  return kernels;
}

class InstructionSet : public testing::TestWithParam<const char*> {};

TEST_P(InstructionSet, ConvEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_conv, kLayers,
      expected_kernels(GetParam(), {"ConvInt8", "FullyConnectedInt8"},
                       {"ConvInt8", "ConvReluInt8"}));
}

TEST_P(InstructionSet, TallConvEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_tall_conv, kLayers / 4,
      expected_kernels(GetParam(), {}, {"ConvInt8", "ConvReluInt8"}));
}

TEST_P(InstructionSet, ConvWithAddEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  const Target target = read_target(GetParam());
  std::vector<std::string> kernels =
      expected_kernels(GetParam(), {"ConvAddInt8"}, {"ConvAddInt8"});
  if (target.isa == "armv7em") {
    kernels = {"armv7em::ConvAddInt8", "armv7em::PointwiseAddInt8"};
  }
  compare_emulated(target, random_residual, kLayers / 4, kernels);
}

TEST_P(InstructionSet, PointwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_pointwise, kLayers,
      expected_kernels(GetParam(), {"ConvInt8"}, {"ConvInt8", "ConvReluInt8"}));
}

TEST_P(InstructionSet, StridedPointwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_strided_pointwise, kLayers / 2,
      expected_kernels(GetParam(), {"ConvInt8"}, {"ConvInt8", "ConvReluInt8"}));
}

TEST_P(InstructionSet, DepthwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_depthwise, kLayers,
      expected_kernels(GetParam(), {"DepthwiseConvInt8"},
                       {"DepthwiseConvInt8", "DepthwiseConvReluInt8"}));
}

TEST_P(InstructionSet, WideDepthwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  const Target target = read_target(GetParam());
  std::vector<std::string> kernels =
      expected_kernels(GetParam(), {"DepthwiseConvInt8"},
                       {"DepthwiseConvInt8", "DepthwiseConvReluInt8"});
  if (target.isa == "armv7em") kernels = {"armv7em::DepthwiseConvInt8"};
  ASSERT_FALSE(kernels.empty());
  compare_emulated(target, random_wide_depthwise, kLayers, kernels);
}

TEST_P(InstructionSet, NarrowDepthwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_narrow_depthwise, kLayers / 2,
      expected_kernels(GetParam(), {"DepthwiseConvInt8"},
                       {"DepthwiseConvInt8", "DepthwiseConvReluInt8"}));
}

TEST_P(InstructionSet, RowDepthwiseEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_row_depthwise, kLayers / 2,
      expected_kernels(GetParam(), {},
                       {"RowDepthwiseConvInt8", "RowDepthwiseConvReluInt8"}));
}

TEST_P(InstructionSet, FullyConnectedEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_fully_connected, kLayers,
      expected_kernels(GetParam(), {"FullyConnectedInt8"},
                       {"FullyConnectedInt8", "FullyConnectedReluInt8"}));
}

TEST_P(InstructionSet, LongFullyConnectedEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(
      read_target(GetParam()), random_long_fully_connected, kLayers / 4,
      expected_kernels(GetParam(), {"FullyConnectedLongInt8"},
                       {"FullyConnectedInt8", "FullyConnectedReluInt8"}));
}

TEST_P(InstructionSet, AddEqualsPortable) {
  MOTE_REQUIRE_TARGET(GetParam());
  compare_emulated(read_target(GetParam()), random_add, kLayers,
                   expected_kernels(GetParam(), {}, {"ShortAddInt8"}));
}

INSTANTIATE_TEST_SUITE_P(Boards, InstructionSet,
                         testing::Values("qemu-cortex-m0", "qemu-cortex-m3",
                                         "qemu-cortex-m4", "qemu-cortex-m7",
                                         "qemu-cortex-m33", "qemu-cortex-m55",
                                         "qemu-rv32"),
                         [](const auto& board) {
                           std::string name = board.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

// A layer of any of the kinds above, or an average pool.
Model random_layer(Random& random) {
  Model (*const kinds[])(Random&) = {
      random_conv,          random_pointwise,       random_depthwise,
      random_row_depthwise, random_fully_connected, random_long_fully_connected,
      random_add,           random_average_pool};
  return kinds[random() % std::size(kinds)](random);
}

constexpr int kLayersOfAllKinds = 3000;

// A processor of AArch64, as compilers and as qemu-aarch64 call it.
struct Processor {
  const char *name, *architecture, *cpu;
};

void PrintTo(const Processor& processor, std::ostream* out) {
  *out << processor.name;
}

const Processor kNeon = {"Neon", "-march=armv8-a", "cortex-a53"};

class AArch64 : public testing::TestWithParam<Processor> {};

Target target_of(const Processor& processor) {
  Target target = read_target("linux-aarch64");
  target.compiler_flags.push_back(processor.architecture);
  target.runner_arguments = {"-cpu", processor.cpu};
  return target;
}

TEST_P(AArch64, EveryKernelEqualsPortable) {
  MOTE_REQUIRE_TARGET("linux-aarch64");
  compare_emulated(target_of(GetParam()), random_layer, kLayersOfAllKinds,
                   {"neon::ConvInt8", "neon::DepthwiseConvInt8",
                    "neon::AddInt8", "neon::AveragePoolInt8"});
}

// Layers of floats through make().
std::vector<KernelCase> float_cases(Model (*make)(Random&), int count) {
  Random random(21);
  std::vector<KernelCase> cases;
  for (int i = 0; i < count; ++i) {
    Model model = as_float(make(random), random);
    const Tensor& tensor = model.tensors[model.inputs[0]];
    const auto values =
        random_floats(static_cast<size_t>(tensor.elements()), random);
    const auto* bytes = reinterpret_cast<const int8_t*>(values.data());
    cases.push_back({std::move(model), {bytes, bytes + 4 * values.size()}});
  }
  return cases;
}

std::vector<float> as_floats(const std::vector<int8_t>& bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

void expect_near_portable(const KernelCase& one, const KernelOutcome& outcome,
                          const std::string& where) {
  PlanRunner portable(compile(one.model, host_target(true)));
  const std::vector<float> output = as_floats(outcome.output);
  std::vector<float> expected(output.size());
  portable.run(std::span<const float>(as_floats(one.input)),
               std::span<float>(expected));
  const float tolerance = tolerance_of(expected);
  for (size_t i = 0; i < output.size(); ++i) {
    ASSERT_NEAR(output[i], expected[i], tolerance) << where << ", value " << i;
  }
  ASSERT_EQ(outcome.damaged_bytes, 0) << where;
}

// A layer of floats of which NEON has a kernel of its own.
Model random_float_layer(Random& random) {
  Model (*const kinds[])(Random&) = {random_conv, random_pointwise,
                                     random_depthwise, random_fully_connected};
  return kinds[random() % std::size(kinds)](random);
}

TEST(AArch64Floats, AreNearPortable) {
  MOTE_REQUIRE_TARGET("linux-aarch64");
  const Target target = target_of(kNeon);
  std::set<std::string> kernels;
  const auto cases = float_cases(random_float_layer, kLayers / 4);
  const auto outcomes = run_emulated(target, cases, kernels);
  ASSERT_EQ(outcomes.size(), cases.size());
  for (const char* kernel : {"neon::ConvFloat", "neon::DepthwiseConvFloat"}) {
    EXPECT_TRUE(kernels.count(kernel)) << kernel << " was never used";
  }
  for (size_t i = 0; i < cases.size(); ++i) {
    const Step step = compile(cases[i].model, target).steps[0];
    expect_near_portable(cases[i], outcomes[i], step.comment);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Processors, AArch64,
    testing::Values(kNeon, Processor{"DotProducts", "-march=armv8.2-a+dotprod",
                                     "max"}),
    [](const auto& processor) { return processor.param.name; });

constexpr const char* kPrintIsa = R"text(
#include <cstdio>
#include "lib/base/cpu.h"
int main() { std::puts(mote::isa_name(mote::host_isa()).c_str()); }
)text";

// mote itself, built for AArch64, asks the processor.
TEST(AArch64Host, ChoosesItsKernelsAtStartUp) {
  MOTE_REQUIRE_TARGET("linux-aarch64");
  const TemporaryFolder folder;
  write_atomically(folder.path() / "main.cc", kPrintIsa);
  const std::string sources = MOTE_SOURCE_DIR;
  const std::string program = (folder.path() / "print_isa").string();
  const ProcessResult built = run_process(
      {read_target("linux-aarch64").compiler, "-std=c++20", "-O1", "-Wall",
       "-Wextra", "-Werror", "-static", "-I" + sources, "-o", program,
       (folder.path() / "main.cc").string(), sources + "/lib/base/cpu.cc",
       sources + "/lib/base/error.cc"});
  ASSERT_EQ(built.exit_code, 0) << built.errors;
  EXPECT_EQ(run_process({"qemu-aarch64", "-cpu", "cortex-a53", program}).output,
            "neon\n");
  EXPECT_EQ(run_process({"qemu-aarch64", "-cpu", "max", program}).output,
            "dotprod\n");
}

TEST(WebAssembly, EveryKernelEqualsPortable) {
  MOTE_REQUIRE_TARGET("wasm");
  if (!find_program("wasm-ld-14")) GTEST_SKIP() << "needs wasm-ld-14";
  Target target = read_target("wasm");
  target.runner_arguments = {MOTE_SOURCE_DIR "/targets/hosted/run.mjs"};
  compare_emulated(target, random_layer, kLayersOfAllKinds,
                   {"simd128::ConvInt8", "simd128::DepthwiseConvInt8",
                    "simd128::ScaledAddInt8", "simd128::AveragePoolInt8"});
}

}  // namespace
}  // namespace mote::test
