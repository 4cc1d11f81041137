// Models rounded as LiteRT does it against the real LiteRT (its builtin kernels
// on x86-64 with AVX2), tensor by tensor: ties are rare, and scores saturate.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/base/cpu.h"
#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/model/golden.h"
#include "lib/model/tflite/tflite.h"
#include "test/differential/operator_models.h"
#include "test/differential/oracles.h"
#include "test/differential/planned_tensors.h"
#include "test/golden/golden.h"
#include "test/shared_data.h"

namespace mote {
namespace {

constexpr int kRuns = 2;

bool is_large(const std::string& name) {
  constexpr int64_t kLargeBytes = 700000;
  return test::golden_file_bytes(name) > kLargeBytes;
}

// LiteRT takes their quantized dimension for wrong.
bool is_refused_by_litert(const std::string& name) {
  return name.find("person_detect") != std::string::npos;
}

// Models of int8 that LiteRT takes and whose rounding mote knows.
bool is_comparable(const Model& model) {
  bool has_weights = false;
  for (const Operator& op : model.operators) {
    if (op.code == OperatorCode::kCustom || op.code == OperatorCode::kSvdf ||
        op.code == OperatorCode::kUnidirectionalSequenceLstm) {
      return false;
    }
    if (op.code != OperatorCode::kConv2d &&
        op.code != OperatorCode::kFullyConnected) {
      continue;
    }
    if (model.tensors[op.inputs[0]].type != Type::kInt8) return false;
    has_weights = true;
  }
  return has_weights && model.inputs.size() == 1;
}

std::vector<std::string> names() {
  std::vector<std::string> names = test::golden_names();
  std::erase_if(names, [](const std::string& name) {
    return is_large(name) || is_refused_by_litert(name) ||
           !is_comparable(test::read_golden_model(name).model);
  });
  return names;
}

std::vector<uint8_t> golden_inputs(const test::GoldenModel& golden) {
  std::vector<uint8_t> inputs;
  for (int run = 0; run < kRuns; ++run) {
    const test::Bytes bytes = golden.inputs(run)[0];
    const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
    inputs.insert(inputs.end(), data, data + bytes.size());
  }
  return inputs;
}

Target litert_target(bool portable) {
  Target target = host_target(portable);
  target.rounding = Rounding::kLitert;
  return target;
}

#define MOTE_REQUIRE_LITERT()                                        \
  MOTE_REQUIRE_ORACLES();                                            \
  if (!cpu_runs(Isa::kAvx2)) {                                       \
    GTEST_SKIP() << "LiteRT rounds once on processors without AVX2"; \
  }

// Floats may differ by 1e-5 of the largest.
bool equal(const Tensor& tensor, const std::vector<uint8_t>& a,
           const std::vector<uint8_t>& b) {
  if (tensor.type != Type::kFloat32 || a.size() != b.size()) return a == b;
  std::vector<float> x(a.size() / sizeof(float)), y(x.size());
  std::memcpy(x.data(), a.data(), a.size());
  std::memcpy(y.data(), b.data(), b.size());
  float largest = 0, distance = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    largest = std::max(largest, std::abs(x[i]));
    distance = std::max(distance, std::abs(x[i] - y[i]));
  }
  return distance <= 1e-5f * largest;
}

void expect_equal_to_litert(Model model, const std::vector<uint8_t>& tflite,
                            const std::vector<uint8_t>& inputs) {
  test::name_tensors(model);
  const auto theirs = test::run_interpreter("litert", tflite, inputs);
  for (const bool portable : {false, true}) {
    const test::NamedTensors ours =
        test::run_here(model, litert_target(portable), inputs, kRuns);
    size_t compared = 0;
    for (const auto& [index, bytes] : theirs) {
      const auto found = ours.find(model.tensors[index].name);
      if (found == ours.end()) continue;
      ++compared;
      EXPECT_TRUE(equal(model.tensors[index], found->second, bytes))
          << tensor_title(model, index) << (portable ? ", portable" : "");
    }
    EXPECT_TRUE(ours.count(model.tensors[model.outputs[0]].name));
    EXPECT_GE(2 * compared, theirs.size());
  }
}

class LiteRtRounding : public testing::TestWithParam<std::string> {};

TEST_P(LiteRtRounding, EveryTensorEqualsLiteRts) {
  MOTE_REQUIRE_LITERT();
  const test::GoldenModel golden = test::read_golden_model(GetParam());
  expect_equal_to_litert(golden.model, golden.tflite, golden_inputs(golden));
}

INSTANTIATE_TEST_SUITE_P(Shared, LiteRtRounding, testing::ValuesIn(names()),
                         [](const auto& test) {
                           return test::test_name(test.param);
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LiteRtRounding);

// make_rounding_models.py
TEST(LiteRtRoundingOfTies, EveryTensorEqualsLiteRts) {
  MOTE_REQUIRE_LITERT();
  const std::vector<uint8_t> tflite =
      read_bytes(fs::path(MOTE_SOURCE_DIR) / "test" / "differential" /
                 "models" / "rounding_ties.tflite");
  const Model model = read_tflite(tflite, "rounding_ties");
  std::vector<uint8_t> inputs;
  for (int run = 0; run < kRuns; ++run) {
    const auto input = golden_input(model.tensors[model.inputs[0]], 0, run);
    inputs.insert(inputs.end(), input.begin(), input.end());
  }
  expect_equal_to_litert(model, tflite, inputs);
}

TEST(LiteRtRoundingOfSums, IsRefused) {
  test::Random random(1);
  test::OperatorBuilder b(OperatorCode::kSum, random);
  b.input(Type::kInt8, {2, 3}).constant({1}).output(Type::kInt8, {2});
  try {
    compile(b.finish().model, litert_target(true));
    FAIL() << "was compiled";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("LiteRT"), std::string::npos);
    EXPECT_NE(error.hint().find("--rounding tflm"), std::string::npos);
  }
}

}  // namespace
}  // namespace mote
