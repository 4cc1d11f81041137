#include "lib/runner/host_bench.h"

#include <gtest/gtest.h>

#include "lib/compiler/compile.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

TEST(HostBench, TimesTheWholeAndEachLayer) {
  test::Random random(3);
  const Model model = test::random_conv(random);
  const std::vector<int8_t> input = test::random_input(model, random);
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  const Plan plan = compile(model, host_target());
  const HostBench bench = bench_host(plan, {{bytes}}, 0.01);
  const std::vector<int8_t> output = test::portable_output(model, input);
  EXPECT_EQ(bench.outputs[0][0],
            std::vector<uint8_t>(output.begin(), output.end()));
  EXPECT_EQ(bench.isa, plan.isa);
  EXPECT_GE(bench.runs, 10);
  EXPECT_GT(bench.microseconds, 0);
  EXPECT_LE(bench.microseconds, bench.median_microseconds);
  EXPECT_LE(bench.median_microseconds, bench.p90_microseconds);
  ASSERT_EQ(bench.layers.size(), plan.steps.size());
  double shares = 0;
  for (const LayerTime& layer : bench.layers) shares += layer.share;
  EXPECT_NEAR(shares, 1, 1e-9);
  EXPECT_EQ(bench.layers[0].kernel, plan.steps[0].kernel);
}

}  // namespace
}  // namespace mote
