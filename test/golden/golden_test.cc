// Every real model that TensorFlow Lite Micro runs gives its outputs here, with
// the portable kernels and with the fastest.
#include "test/golden/golden.h"

#include <gtest/gtest.h>

#include "lib/base/cpu.h"
#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"
#include "test/shared_data.h"

namespace mote {
namespace {

std::vector<test::Bytes> run_once(PlanRunner& runner,
                                  const test::GoldenModel& golden, int run) {
  const std::vector<test::Bytes> inputs = golden.inputs(run);
  std::vector<test::Bytes> outputs;
  for (const int t : golden.model.outputs) {
    outputs.emplace_back(static_cast<size_t>(golden.model.tensors[t].bytes()));
  }
  runner.run(
      std::vector<std::span<const std::byte>>(inputs.begin(), inputs.end()),
      std::vector<std::span<std::byte>>(outputs.begin(), outputs.end()));
  return outputs;
}

// After a reset, the first run is the first run again.
void expect_equal_to_golden(const test::GoldenModel& golden,
                            const Target& target) {
  PlanRunner runner(compile(golden.model, target));
  for (int run = 0; run < golden.runs(); ++run) {
    test::expect_golden(golden, run, run_once(runner, golden, run));
  }
  runner.reset();
  test::expect_golden(golden, 0, run_once(runner, golden, 0));
}

class GoldenModel : public ::testing::TestWithParam<std::string> {};

TEST_P(GoldenModel, PortableKernelsEqualTflm) {
  expect_equal_to_golden(test::read_golden_model(GetParam()),
                         host_target(true));
}

TEST_P(GoldenModel, FastestKernelsEqualTflm) {
  if (host_isa() == Isa::kPortable) GTEST_SKIP() << "needs AVX2";
  expect_equal_to_golden(test::read_golden_model(GetParam()), host_target());
}

INSTANTIATE_TEST_SUITE_P(Shared, GoldenModel,
                         ::testing::ValuesIn(test::golden_names()),
                         [](const auto& model) {
                           return test::test_name(model.param);
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GoldenModel);

TEST(GoldenModels, AllAreThere) {
  MOTE_REQUIRE_SHARED();
  EXPECT_EQ(test::golden_names().size(), 67u);
}

}  // namespace
}  // namespace mote
