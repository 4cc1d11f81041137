// Kernels that round as LiteRT does: the fastest here and those of a Cortex-M4
// against the portable ones. test/differential compares with the real LiteRT.
#include <gtest/gtest.h>

#include <cmath>

#include "device/nn/requantize.h"
#include "lib/compiler/compile.h"
#include "lib/runner/emulated_kernels.h"
#include "lib/runner/plan_runner.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

using test::Random;

TEST(Rounding, OnlyNegativeTiesDiffer) {
  constexpr int32_t kHalf = 1 << 30;  // and half of that by the shift
  EXPECT_EQ(nn::Requantize(-2, kHalf, -1), -1);
  EXPECT_EQ(nn::RequantizeTiesUp(-2, kHalf, -1), 0);
  for (int32_t x = -40; x <= 40; ++x) {
    const int32_t half = (x + 1) >> 1;  // the first rounding
    const bool negative_tie = half < 0 && half % 2 != 0;
    EXPECT_EQ(nn::RequantizeTiesUp(x, kHalf, -1),
              nn::Requantize(x, kHalf, -1) + (negative_tie ? 1 : 0))
        << x;
  }
}

Target with_rounding(Target target, Rounding rounding) {
  target.rounding = rounding;
  return target;
}

std::vector<int8_t> run_here(const Model& model, const Target& target,
                             const std::vector<int8_t>& input) {
  PlanRunner runner(compile(model, target));
  std::vector<int8_t> output(static_cast<size_t>(
      runner.plan().model.tensors[runner.plan().model.outputs[0]].elements()));
  runner.run<int8_t, int8_t>(input, output);
  return output;
}

// Makes ties frequent: scales that are powers of two.
Model with_ties(Model model) {
  for (Tensor& tensor : model.tensors) {
    for (float& scale : tensor.quantization.scale) {
      int exponent;
      std::frexp(scale, &exponent);
      scale = std::ldexp(1.0f, exponent);
    }
  }
  return model;
}

using MakeLayer = Model (*)(Random&);
const MakeLayer kLayers[] = {test::random_conv, test::random_pointwise,
                             test::random_depthwise,
                             test::random_fully_connected};

std::vector<test::KernelCase> cases(int count) {
  Random random(8);
  std::vector<test::KernelCase> list;
  for (int i = 0; i < count; ++i) {
    for (const MakeLayer make : kLayers) {
      Model model = with_ties(make(random));
      std::vector<int8_t> input = test::random_input(model, random);
      list.push_back({std::move(model), std::move(input)});
    }
  }
  return list;
}

TEST(Rounding, FastestKernelsRoundAlike) {
  const Target portable = with_rounding(host_target(true), Rounding::kLitert);
  const Target fastest = with_rounding(host_target(), Rounding::kLitert);
  int differs_from_tflm = 0;
  for (const test::KernelCase& c : cases(60)) {
    const auto expected = run_here(c.model, portable, c.input);
    EXPECT_EQ(run_here(c.model, fastest, c.input), expected);
    differs_from_tflm += expected != test::portable_output(c.model, c.input);
  }
  EXPECT_GT(differs_from_tflm, 5);
}

TEST(Rounding, KernelsOfACortexM4RoundAlike) {
  MOTE_REQUIRE_TARGET("qemu-cortex-m4");
  const Target portable = with_rounding(host_target(true), Rounding::kLitert);
  const Target board =
      with_rounding(read_target("qemu-cortex-m4"), Rounding::kLitert);
  const std::vector<test::KernelCase> list = cases(15);
  std::set<std::string> kernels;
  const auto outcomes = test::run_emulated(board, list, kernels);
  ASSERT_EQ(outcomes.size(), list.size());
  for (size_t i = 0; i < list.size(); ++i) {
    EXPECT_EQ(outcomes[i].output,
              run_here(list[i].model, portable, list[i].input));
  }
  for (const char* kernel :
       {"litert::ConvInt8", "litert::DepthwiseConvInt8",
        "litert::FullyConnectedInt8", "armv7em::ConvReluInt8"}) {
    EXPECT_TRUE(kernels.count(kernel)) << kernel;
  }
}

}  // namespace
}  // namespace mote
