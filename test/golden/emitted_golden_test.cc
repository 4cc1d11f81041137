// Every real model as emitted C++: built for this computer and for a Cortex-M4
// in the emulator, some for AArch64 and web assembly; its outputs equal
// TensorFlow Lite Micro's.
#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "test/golden/emitted_program.h"
#include "test/golden/golden.h"

namespace mote {
namespace {

// MOTE_LARGE_MODELS says which half of the models this program tests: those
// that take the emulator or the compiler more than a few seconds, or the
// others.
bool is_large(const std::string& name) {
  constexpr int64_t kLargeBytes = 320000;
  return test::golden_file_bytes(name) > kLargeBytes;
}

std::vector<std::string> names() {
  std::vector<std::string> names = test::golden_names();
  std::erase_if(names, [](const std::string& name) {
    return is_large(name) != (MOTE_LARGE_MODELS != 0);
  });
  return names;
}

void expect_equal_to_golden(const std::string& name, const Target& target,
                            int runs) {
  const test::GoldenModel golden = test::read_golden_model(name);
  std::vector<std::vector<test::Bytes>> inputs;
  for (int run = 0; run < runs; ++run) inputs.push_back(golden.inputs(run));
  const auto outputs = test::run_emitted(golden.model, target, inputs);
  ASSERT_EQ(outputs.size(), static_cast<size_t>(runs));
  for (int run = 0; run < runs; ++run) {
    test::expect_golden(golden, run, outputs[static_cast<size_t>(run)]);
  }
}

class EmittedGoldenModel : public ::testing::TestWithParam<std::string> {};

TEST_P(EmittedGoldenModel, EqualsTflmHere) {
  if (!find_program("c++")) GTEST_SKIP() << "needs c++";
  expect_equal_to_golden(GetParam(), read_target("linux"), 4);
}

TEST_P(EmittedGoldenModel, EqualsTflmOnCortexM4) {
  if (!find_program("arm-none-eabi-g++") || !find_program("qemu-system-arm")) {
    GTEST_SKIP() << "needs arm-none-eabi-g++ and qemu-system-arm";
  }
  expect_equal_to_golden(GetParam(), read_target("qemu-cortex-m4"), 2);
}

INSTANTIATE_TEST_SUITE_P(Shared, EmittedGoldenModel,
                         ::testing::ValuesIn(names()), [](const auto& model) {
                           return test::test_name(model.param);
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EmittedGoldenModel);

}  // namespace
}  // namespace mote
