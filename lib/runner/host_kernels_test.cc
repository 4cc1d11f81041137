// The kernels of this processor against the portable ones.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "lib/base/cpu.h"
#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

using test::Random;

class HostKernels : public testing::TestWithParam<Isa> {
 protected:
  void SetUp() override {
    if (!cpu_runs(GetParam())) {
      GTEST_SKIP() << "this CPU has no " << isa_name(GetParam());
    }
  }

  Target target() const {
    Target target = host_target();
    target.isa = isa_name(GetParam());
    return target;
  }

  // The namespace of kernels for bytes.
  std::string int8_isa() const {
    return GetParam() == Isa::kAvx512 ? "avx2" : isa_name(GetParam());
  }
  std::string float_isa() const {
    return GetParam() < Isa::kAvx512 ? "avx2" : "avx512";
  }

  // Random layers through make(), most of which must have the faster kernel.
  void compare(Model (*make)(Random&), int count, const std::string& kernel) {
    Random random(30);
    int fast = 0;
    for (int i = 0; i < count; ++i) {
      const Model model = make(random);
      const std::vector<int8_t> input = test::random_input(model, random);
      PlanRunner runner(compile(model, target()));
      fast += runner.plan().steps[0].kernel == kernel;
      std::vector<int8_t> output(
          static_cast<size_t>(model.tensors[model.outputs[0]].elements()));
      runner.run(std::span<const int8_t>(input), std::span<int8_t>(output));
      ASSERT_EQ(output, test::portable_output(model, input))
          << "case " << i << ": " << runner.plan().steps[0].comment;
    }
    EXPECT_GT(fast, count / 2);
  }

  void compare_floats(Model (*make)(Random&), int count,
                      const std::string& kernel);
};

std::vector<float> float_output(const Model& model, const Target& target,
                                const std::vector<float>& input,
                                std::string* kernel = nullptr) {
  PlanRunner runner(compile(model, target));
  if (kernel != nullptr) *kernel = runner.plan().steps[0].kernel;
  std::vector<float> output(
      static_cast<size_t>(model.tensors[model.outputs[0]].elements()));
  runner.run(std::span<const float>(input), std::span<float>(output));
  return output;
}

// Sums in another order: within 1e-5 of the largest.
void HostKernels::compare_floats(Model (*make)(Random&), int count,
                                 const std::string& kernel) {
  Random random(31);
  int fast = 0;
  for (int i = 0; i < count; ++i) {
    const Model model = test::as_float(make(random), random);
    const std::vector<float> input = test::random_floats(
        static_cast<size_t>(model.tensors[model.inputs[0]].elements()), random);
    std::string used;
    const std::vector<float> output =
        float_output(model, target(), input, &used);
    const std::vector<float> expected =
        float_output(model, host_target(true), input);
    fast += used == kernel;
    const float tolerance = test::tolerance_of(expected);
    for (size_t k = 0; k < output.size(); ++k) {
      ASSERT_NEAR(output[k], expected[k], tolerance)
          << "case " << i << ", value " << k;
    }
  }
  EXPECT_GT(fast, count / 2);
}

TEST_P(HostKernels, ConvEqualsPortable) {
  compare(test::random_conv, 400, int8_isa() + "::ConvInt8");
}

TEST_P(HostKernels, PointwiseEqualsPortable) {
  compare(test::random_pointwise, 300, int8_isa() + "::ConvInt8");
}

TEST_P(HostKernels, DepthwiseEqualsPortable) {
  compare(test::random_depthwise, 400, int8_isa() + "::DepthwiseConvInt8");
}

TEST_P(HostKernels, FullyConnectedEqualsPortable) {
  compare(test::random_fully_connected, 300, int8_isa() + "::ConvInt8");
}

TEST_P(HostKernels, AddEqualsPortable) {
  compare(test::random_add, 200, "avx2::FusedAddInt8");
}

TEST_P(HostKernels, TinyConvEqualsPortable) {
  compare(test::tiny_conv_layer, 3, int8_isa() + "::ConvInt8");
}

TEST_P(HostKernels, AveragePoolEqualsPortable) {
  compare(test::random_average_pool, 200, "avx2::AveragePoolInt8");
}

TEST_P(HostKernels, FloatAveragePoolIsNearPortable) {
  compare_floats(test::random_average_pool, 100, "avx2::AveragePoolFloat");
}

TEST_P(HostKernels, FloatAddIsNearPortable) {
  compare_floats(test::random_add, 100, "avx2::AddFloat");
}

TEST_P(HostKernels, FloatConvIsNearPortable) {
  compare_floats(test::random_conv, 200, float_isa() + "::ConvFloat");
}

TEST_P(HostKernels, FloatConv3x3IsNearPortable) {
  compare_floats(test::random_conv3x3, 100,
                 float_isa() + "::ConvWinogradFloat");
}

TEST_P(HostKernels, FloatPointwiseIsNearPortable) {
  compare_floats(test::random_pointwise, 100, float_isa() + "::ConvFloat");
}

TEST_P(HostKernels, FloatDepthwiseIsNearPortable) {
  compare_floats(test::random_depthwise, 200,
                 float_isa() + "::DepthwiseConvFloat");
}

TEST_P(HostKernels, FloatFullyConnectedIsNearPortable) {
  compare_floats(test::random_fully_connected, 100,
                 float_isa() + "::ConvFloat");
}

// Sixteens of inputs, weights small but for one in 64.
Model mostly_small_weights(Random& random) {
  for (;;) {
    Model model = test::random_fully_connected(random);
    const std::vector<int>& shape = model.tensors[1].shape;
    if (model.tensors[0].shape[0] != 1 || shape[1] % 16 != 0) continue;
    for (uint8_t& weight : model.tensors[1].data) {
      if (random() % 64 == 0) continue;
      weight = static_cast<uint8_t>(static_cast<int8_t>(weight) / 3);
    }
    return model;
  }
}

TEST_P(HostKernels, OrderedWeightsEqualPortable) {
  const bool vnni = int8_isa() != "avx2";
  compare(mostly_small_weights, 100,
          vnni ? int8_isa() + "::ConvInt8" : "avx2::FullyConnectedSmallInt8");
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, HostKernels,
                         testing::Values(Isa::kAvx2, Isa::kAvxVnni,
                                         Isa::kAvx512, Isa::kAvx512Vnni),
                         [](const auto& isa) { return isa_name(isa.param); });

class AArch64HostKernels : public HostKernels {};

TEST_P(AArch64HostKernels, EqualPortable) {
  compare(test::random_conv, 400, int8_isa() + "::ConvInt8");
  compare(test::random_pointwise, 300, int8_isa() + "::ConvInt8");
  compare(test::random_depthwise, 400, int8_isa() + "::DepthwiseConvInt8");
  compare(test::random_fully_connected, 300, int8_isa() + "::ConvInt8");
  compare(test::random_add, 200, "neon::AddInt8");
  compare(test::random_average_pool, 200, "neon::AveragePoolInt8");
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, AArch64HostKernels,
                         testing::Values(Isa::kNeon, Isa::kDotprod),
                         [](const auto& isa) { return isa_name(isa.param); });

// Weights so small that pairs of products fit 16 bits.
Model small_weights(Random& random) {
  Model model = test::random_fully_connected(random);
  for (uint8_t& weight : model.tensors[1].data) {
    weight = static_cast<uint8_t>(static_cast<int8_t>(weight) / 2);
  }
  return model;
}

TEST_P(HostKernels, SmallWeightsEqualPortable) {
  const bool vnni = int8_isa() != "avx2";
  compare(small_weights, 200,
          vnni ? int8_isa() + "::ConvInt8" : "avx2::ConvSmallInt8");
}

}  // namespace
}  // namespace mote
