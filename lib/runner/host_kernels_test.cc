// The kernels of this processor against the portable ones.
#include <gtest/gtest.h>

#include "lib/base/cpu.h"
#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

using test::Random;

// Random layers through make(), most of which must have a faster kernel.
void compare(Model (*make)(Random&), int count, const std::string& kernel) {
  if (host_isa() == Isa::kPortable) GTEST_SKIP() << "needs AVX2";
  Random random(30);
  int fast = 0;
  for (int i = 0; i < count; ++i) {
    const Model model = make(random);
    const std::vector<int8_t> input = test::random_input(model, random);
    PlanRunner runner(compile(model, host_target()));
    fast += runner.plan().steps[0].kernel == kernel;
    std::vector<int8_t> output(
        static_cast<size_t>(model.tensors[model.outputs[0]].elements()));
    runner.run(std::span<const int8_t>(input), std::span<int8_t>(output));
    ASSERT_EQ(output, test::portable_output(model, input))
        << "case " << i << ": " << runner.plan().steps[0].comment;
  }
  EXPECT_GT(fast, count / 2);
}

TEST(HostKernels, ConvEqualsPortable) {
  compare(test::random_conv, 400, "avx2::ConvInt8");
}

TEST(HostKernels, PointwiseEqualsPortable) {
  compare(test::random_pointwise, 300, "avx2::ConvInt8");
}

TEST(HostKernels, DepthwiseEqualsPortable) {
  compare(test::random_depthwise, 400, "avx2::DepthwiseConvInt8");
}

TEST(HostKernels, FullyConnectedEqualsPortable) {
  compare(test::random_fully_connected, 300, "avx2::ConvInt8");
}

TEST(HostKernels, AddEqualsPortable) {
  compare(test::random_add, 300, "avx2::AddInt8");
}

TEST(HostKernels, TinyConvEqualsPortable) {
  compare(test::tiny_conv_layer, 3, "avx2::ConvInt8");
}

}  // namespace
}  // namespace mote
