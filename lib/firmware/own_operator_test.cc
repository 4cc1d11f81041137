// examples/own_operator: a custom operator whose kernel lies outside mote, run
// here and on an emulated Cortex-M4; and descriptions that are wrong.
#include "lib/compiler/own_operator.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/compiler/compile.h"
#include "lib/compiler/emit/emit.h"
#include "lib/firmware/model_bench.h"
#include "lib/model/tflite/model_file.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

const fs::path kExample = fs::path(MOTE_SOURCE_DIR) / "examples/own_operator";

Model example_model() { return read_model_file(kExample / "model.tflite"); }

CompileOptions with_example(bool keep_tensors = false) {
  CompileOptions options;
  options.keep_tensors = keep_tensors;
  options.operators = read_own_operators(kExample);
  return options;
}

// Around the zero point of -10, and 20 steps from it on either side.
const std::vector<uint8_t> kInput = {246, 245, 247, 10, 9, 11,  226, 227,
                                     225, 127, 128, 0,  1, 255, 100, 156};

std::vector<uint8_t> run_here() {
  PlanRunner runner(
      compile(example_model(), host_target(), with_example(true)));
  std::vector<uint8_t> scores(16);
  runner.run(std::span<const uint8_t>(kInput), std::span<uint8_t>(scores));
  const std::vector<int8_t> expected = {-10, -10, -10, 10,  -10,  11,
                                        -30, -10, -31, 127, -128, -10,
                                        -10, -10, 100, -100};
  const auto large = runner.tensor(1);
  EXPECT_EQ(std::vector<int8_t>(
                reinterpret_cast<const int8_t*>(large.data()),
                reinterpret_cast<const int8_t*>(large.data()) + large.size()),
            expected);
  return scores;
}

TEST(OwnOperator, RunsHere) { run_here(); }

TEST(OwnOperator, RunsOnACortexM4) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Target target = read_target("qemu-cortex-m4");
  mote::Run run = quiet_run({}, 2);
  const ModelBench bench =
      bench_model(compile(example_model(), target, with_example()), target,
                  {{kInput}}, run);
  EXPECT_EQ(bench.outputs[0][0], run_here());
  EXPECT_EQ(bench.layers[0].kernel, "example::ThresholdInt8");
}

TEST(OwnOperator, ComesOutWithTheModel) {
  const TemporaryFolder folder;
  compile_to_folder(example_model(), read_target("linux"), folder.path(),
                    {.name = "example", .name_space = "models"},
                    with_example());
  EXPECT_EQ(read_text(folder.path() / "threshold.h"),
            read_text(kExample / "threshold.h"));
  EXPECT_NE(read_text(folder.path() / "example.cc")
                .find("  ::example::ThresholdInt8("),
            std::string::npos);
}

TEST(OwnOperator, IsUnknownWithoutItsFolder) {
  EXPECT_THROW(compile(example_model(), host_target()), Error);
}

// What reading the example with one line replaced says.
std::string complaint(const std::string& from, const std::string& to) {
  const TemporaryFolder folder;
  std::string text = read_text(kExample / "threshold.toml");
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  text.replace(at, from.size(), to);
  write_atomically(folder.path() / "threshold.toml", text);
  for (const char* file : {"threshold.h", "threshold.cc"}) {
    write_atomically(folder.path() / file, read_text(kExample / file));
  }
  try {
    CompileOptions options;
    options.operators = read_own_operators(folder.path());
    PlanRunner runner(compile(example_model(), host_target(), options));
  } catch (const Error& error) {
    EXPECT_FALSE(error.hint().empty());
    return error.what();
  }
  return "";
}

TEST(OwnOperator, WrongDescriptionsAreExplained) {
  EXPECT_NE(complaint("kernel = ", "colonel = ").find("'kernel' is missing"),
            std::string::npos);
  EXPECT_NE(
      complaint("\"threshold.h\"", "\"other.h\"").find("there is no other.h"),
      std::string::npos);
  EXPECT_NE(complaint("[\"int8\", \"int8\"]", "[\"int8\", \"float32\"]")
                .find("its types are int8, int8"),
            std::string::npos);
  EXPECT_NE(complaint("option.limit", "option.limits")
                .find("it has no option 'limits'"),
            std::string::npos);
  EXPECT_NE(complaint("output.size", "output.sizes")
                .find("means nothing: output.sizes"),
            std::string::npos);
  EXPECT_NE(complaint("ThresholdInt8", "ThresholdInt16")
                .find("the compiler refuses kernel"),
            std::string::npos);
  EXPECT_NE(complaint("  [\"limit\", \"option.limit\"],\n", "")
                .find("parameters of example::ThresholdInt8 take"),
            std::string::npos);
}

}  // namespace
}  // namespace mote
