// Every variant against the portable kernels, on random shapes.
#include "lib/engine/kernels/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "lib/base/cpu.h"
#include "lib/base/hash.h"
#include "lib/engine/network.h"

namespace mote::engine {
namespace {

constexpr int kShapes = 60;

// Random numbers of one test.
class Random {
 public:
  explicit Random(uint64_t seed) : seed_(seed) {}

  int between(int low, int high) {
    return low + static_cast<int>(mix64(seed_, count_++) % (high - low + 1));
  }
  int channels() { return kLaneGroup * between(1, 9); }
  std::vector<float> floats(size_t size, double zeros = 0) {
    std::vector<float> values(size);
    for (float& value : values) {
      const uint64_t bits = mix64(seed_, count_++);
      value = static_cast<float>(bits >> 40) * 0x1p-23f - 1;
      if (static_cast<double>(bits & 0xFFFF) < zeros * 0x10000) value = 0;
    }
    return values;
  }

 private:
  uint64_t seed_, count_ = 0;
};

void expect_near(const std::vector<float>& a, const std::vector<float>& b,
                 const char* what) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    ASSERT_NEAR(a[i], b[i], 2e-5 * (1 + std::abs(b[i]))) << what << " " << i;
  }
}

class KernelsTest : public testing::TestWithParam<Isa> {
 protected:
  void SetUp() override {
    if (host_isa() < GetParam()) {
      GTEST_SKIP() << "this processor has no " << isa_name(GetParam());
    }
  }
  const Kernels& variant() const { return kernels_for(GetParam()); }
  const Kernels& portable() const { return portable_kernels(); }

  // Runs call(kernels, result) on both from the same start.
  template <class Call>
  void compare(const char* what, const std::vector<float>& start,
               const Call& call) {
    std::vector<float> expected = start, found = start;
    call(portable(), expected.data());
    call(variant(), found.data());
    expect_near(found, expected, what);
  }
};

Convolution random_convolution(Random& random, int segment) {
  Convolution shape;
  shape.rows = random.between(1, 5);
  shape.columns = random.between(1, 30);
  shape.column_step = random.between(1, 9);
  shape.kernel_rows = random.between(1, 11);
  shape.kernel_row_step = shape.columns * shape.column_step + segment;
  shape.row_step = random.between(1, 2) * shape.kernel_row_step;
  shape.segment = segment;
  shape.channels = random.channels();
  return shape;
}

size_t input_floats(const Convolution& shape) {
  return size_t(shape.rows) * shape.row_step +
         size_t(shape.kernel_rows) * shape.kernel_row_step +
         size_t(shape.columns) * shape.column_step + shape.segment + 8;
}

TEST_P(KernelsTest, Convolve) {
  Random random(1);
  for (int i = 0; i < kShapes; ++i) {
    const Convolution shape = random_convolution(random, random.between(1, 40));
    const auto input = random.floats(input_floats(shape));
    const auto weights = random.floats(size_t(shape.kernel_rows) *
                                       shape.segment * shape.channels);
    const auto bias = random.floats(shape.channels);
    const size_t outputs = size_t(shape.rows) * shape.columns * shape.channels;
    compare("output", std::vector<float>(outputs),
            [&](const Kernels& kernels, float* output) {
              kernels.convolve(shape, input.data(), weights.data(),
                               i % 2 ? bias.data() : nullptr, output);
            });
    const auto d_output = random.floats(outputs);
    compare("gradient", weights, [&](const Kernels& kernels, float* gradient) {
      kernels.convolve_gradient(shape, input.data(), d_output.data(), gradient);
    });
  }
}

// Also against the kernel that skips nothing.
TEST_P(KernelsTest, NarrowConvolveGradient) {
  Random random(2);
  for (int i = 0; i < kShapes; ++i) {
    const Convolution shape = random_convolution(random, random.between(1, 8));
    const auto input = random.floats(input_floats(shape));
    const auto d_output =
        random.floats(size_t(shape.rows) * shape.columns * shape.channels, 0.7);
    const auto start = random.floats(size_t(shape.kernel_rows) * shape.segment *
                                     shape.channels);
    std::vector<float> scratch(2 * (size_t(shape.rows) * shape.columns + 8));
    std::vector<float> expected = start, found = start;
    portable().convolve_gradient(shape, input.data(), d_output.data(),
                                 expected.data());
    variant().narrow_convolve_gradient(shape, input.data(), d_output.data(),
                                       found.data(), scratch.data());
    expect_near(found, expected, "narrow gradient");
  }
}

TEST_P(KernelsTest, Depthwise) {
  Random random(3);
  for (int i = 0; i < kShapes; ++i) {
    Depthwise shape;
    shape.channels = random.channels();
    shape.rows = random.between(1, 6);
    shape.columns = random.between(1, 27);
    shape.kernel_rows = i % 3 ? random.between(1, 4) : 3;
    shape.kernel_columns = i % 3 ? random.between(1, 12) : 3;
    shape.column_step = random.between(1, 2) * shape.channels;
    shape.kernel_row_step = shape.columns * shape.column_step +
                            shape.kernel_columns * shape.channels;
    shape.row_step = shape.kernel_row_step * random.between(1, 2);
    const auto input =
        random.floats(size_t(shape.rows + 1) * shape.row_step +
                      size_t(shape.kernel_rows) * shape.kernel_row_step);
    const auto weights = random.floats(size_t(shape.kernel_rows) *
                                       shape.kernel_columns * shape.channels);
    const auto bias = random.floats(shape.channels);
    const size_t outputs = size_t(shape.rows) * shape.columns * shape.channels;
    compare("output", std::vector<float>(outputs),
            [&](const Kernels& kernels, float* output) {
              kernels.depthwise(shape, input.data(), weights.data(),
                                i % 2 ? bias.data() : nullptr, output);
            });
    const auto d_output = random.floats(outputs);
    compare("gradient", weights, [&](const Kernels& kernels, float* gradient) {
      kernels.depthwise_gradient(shape, input.data(), d_output.data(),
                                 gradient);
    });
  }
}

TEST_P(KernelsTest, ReadAndPush) {
  Random random(4);
  for (int kind = 0; kind < 8; ++kind) {
    const int channels = random.channels(), columns = random.between(1, 9);
    const int rows = random.between(1, 4), positions = rows * columns;
    const auto norm = random.floats(3 * channels);
    Readout readout;
    std::vector<uint8_t> keep(positions * channels / 8);
    portable().keep_bits(0, static_cast<int>(keep.size()), 9, 1u << 30,
                         keep.data());
    readout.relu = kind & 1;
    if (kind & 2) readout.keep = keep.data();
    readout.keep_scale = 2;
    if (kind & 4) {
      readout.mean = norm.data();
      readout.scale = norm.data() + channels;
      readout.shift = norm.data() + 2 * channels;
    }
    const auto z = random.floats(positions * channels);
    const int row_step = (columns + 2) * channels;
    compare("activations", std::vector<float>(rows * row_step),
            [&](const Kernels& kernels, float* out) {
              kernels.read(readout, {rows, columns, channels, row_step},
                           z.data(), out);
            });
    const auto da = random.floats(positions * channels);
    for (bool accumulate : {false, true}) {
      compare("pushed", z, [&](const Kernels& kernels, float* dy) {
        kernels.push(readout, positions, channels, z.data(), da.data(),
                     accumulate, dy);
      });
    }
  }
}

TEST_P(KernelsTest, BatchNormSums) {
  Random random(5);
  for (int i = 0; i < kShapes; ++i) {
    const int channels = random.channels(), positions = random.between(1, 70);
    const auto z = random.floats(positions * channels);
    const auto dy = random.floats(positions * channels);
    const auto norm = random.floats(4 * channels);
    compare("moments", std::vector<float>(2 * channels),
            [&](const Kernels& kernels, float* out) {
              kernels.moments(positions, channels, z.data(), out,
                              out + channels);
            });
    compare("sums", std::vector<float>(2 * channels),
            [&](const Kernels& kernels, float* out) {
              kernels.gradient_sums(positions, channels, dy.data(), z.data(),
                                    i % 2 ? norm.data() : nullptr, out,
                                    out + channels);
            });
    const NormGradient gradient = {norm.data(), norm.data() + channels,
                                   norm.data() + 2 * channels,
                                   norm.data() + 3 * channels};
    compare("norm gradient", z, [&](const Kernels& kernels, float* dz) {
      kernels.norm_gradient(gradient, {1, positions, channels, 0}, dy.data(),
                            z.data(), dz);
    });
  }
}

TEST_P(KernelsTest, KeepBitsAreTheSameEverywhere) {
  std::vector<uint8_t> expected(1000), found(1000);
  portable().keep_bits(12345, 1000, 99, 1u << 29, expected.data());
  variant().keep_bits(12345, 1000, 99, 1u << 29, found.data());
  EXPECT_EQ(found, expected);
  int kept = 0;
  for (uint8_t byte : found) kept += __builtin_popcount(byte);
  EXPECT_NEAR(kept, 6000, 150);  // 1 - 2^29 / 2^31
}

TEST_P(KernelsTest, Adam) {
  Random random(6);
  const auto gradient = random.floats(400), weights = random.floats(400);
  const AdamStep step = {0.9f, 0.999f, 1e-7f, 0.01f, 1.5f, 0.001f, 0.02f};
  std::vector<float> start = weights;
  start.resize(1200, 0.25f);
  compare("state", start, [&](const Kernels& kernels, float* state) {
    kernels.adam(step, 400, gradient.data(), state, state + 400, state + 800);
  });
}

INSTANTIATE_TEST_SUITE_P(Isas, KernelsTest,
                         testing::Values(Isa::kAvx2, Isa::kAvx512),
                         [](const auto& isa) { return isa_name(isa.param); });

}  // namespace
}  // namespace mote::engine
