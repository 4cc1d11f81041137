// Models that mote writes, in the interpreters that others run.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/graph/zoo.h"
#include "lib/model/calibrate/float_model.h"
#include "lib/model/lower/lower.h"
#include "lib/model/quantize/quantize.h"
#include "lib/model/test_model.h"
#include "lib/model/tflite/tflite.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

constexpr int kInputs = 4;
const Quantization kInput = {{0.1f}, {-128}, 0};

template <class T>
std::vector<uint8_t> bytes_of(const std::vector<T>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

class ZooModel : public testing::TestWithParam<const char*> {
 protected:
  ZooModel()
      : graph_(make_zoo_graph(GetParam(), {49, 40, 1}, {"a", "b", "c", "d"})),
        real_(lower(test::random_checkpoint(graph_, 7))),
        inputs_(test::random_inputs(kInputs, graph_.input.size(), 8)) {}

  Model quantized() const {
    std::vector<ValueRange> ranges;
    for (const auto& seen : observe(FloatModel(real_), inputs_, 1)) {
      ranges.push_back(seen.range(RangeMethod::kMse, 100));
    }
    return quantize(real_, ranges, kInput);
  }

  std::vector<uint8_t> float_inputs() const {
    std::vector<float> all;
    for (const auto& input : inputs_) {
      all.insert(all.end(), input.begin(), input.end());
    }
    return bytes_of(all);
  }

  std::vector<uint8_t> int8_inputs() const {
    std::vector<int8_t> all;
    for (const auto& input : inputs_) {
      for (float value : input) {
        const long step = std::lround(value / kInput.scale[0]) - 128;
        all.push_back(static_cast<int8_t>(std::min(step, 127L)));
      }
    }
    return bytes_of(all);
  }

  Graph graph_;
  Model real_;
  std::vector<std::vector<float>> inputs_;
};

TEST_P(ZooModel, FloatRunsAsMotesOwn) {
  MOTE_REQUIRE_ORACLES();
  const FloatModel model(real_);
  for (const char* interpreter : {"tflm", "litert"}) {
    const auto tensors =
        test::run_interpreter(interpreter, write_tflite(real_), float_inputs());
    for (const auto& [index, bytes] : tensors) {
      const size_t size = bytes.size() / sizeof(float) / kInputs;
      for (size_t i = 0; i < kInputs; ++i) {
        const std::vector<float> expected = model.run(inputs_[i])[index];
        ASSERT_EQ(size, expected.size());
        std::vector<float> theirs(size);
        std::memcpy(theirs.data(), bytes.data() + i * size * sizeof(float),
                    size * sizeof(float));
        for (size_t k = 0; k < size; ++k) {
          ASSERT_NEAR(theirs[k], expected[k],
                      1e-4f * (1 + std::abs(expected[k])))
              << interpreter << ", " << tensor_title(real_, index);
        }
      }
    }
  }
}

// LiteRT rounds once where TFLM rounds twice, so its last bits may differ.
TEST_P(ZooModel, Int8RunsInBothInterpretersAlike) {
  MOTE_REQUIRE_ORACLES();
  const Model model = quantized();
  const auto tflite = write_tflite(model);
  const auto tflm = test::run_interpreter("tflm", tflite, int8_inputs());
  const auto litert = test::run_interpreter("litert", tflite, int8_inputs());
  for (const auto& [index, bytes] : tflm) {
    ASSERT_EQ(bytes.size(), litert.at(index).size());
    for (size_t i = 0; i < bytes.size(); ++i) {
      ASSERT_NEAR(static_cast<int8_t>(bytes[i]),
                  static_cast<int8_t>(litert.at(index)[i]), 3)
          << tensor_title(model, index);
    }
  }
}

TEST_P(ZooModel, Int8StaysCloseToFloat) {
  MOTE_REQUIRE_ORACLES();
  const Model model = quantized();
  const auto tensors =
      test::run_interpreter("tflm", write_tflite(model), int8_inputs());
  const FloatModel real(real_);
  for (const auto& [index, bytes] : tensors) {
    const Tensor& tensor = model.tensors[index];
    double signal = 0, noise = 0;
    for (size_t i = 0; i < kInputs; ++i) {
      const std::vector<float> exact = real.run(inputs_[i])[index];
      for (size_t k = 0; k < exact.size(); ++k) {
        const auto value = static_cast<int8_t>(bytes[i * exact.size() + k]);
        const double error =
            tensor.scale() * (value - tensor.zero_point()) - exact[k];
        signal += double{exact[k]} * exact[k];
        noise += error * error;
      }
    }
    EXPECT_GT(signal, 100 * noise) << tensor.name;  // 20 dB
  }
}

INSTANTIATE_TEST_SUITE_P(, ZooModel,
                         testing::Values("tinyconv", "ds-cnn", "tc"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace mote
