// Every operator and type of the kernel table against the real TensorFlow Lite
// Micro, on small random models: integers bit for bit, real numbers within
// 1e-5 of a tensor's largest magnitude.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "lib/base/cpu.h"
#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/model/tflite/tflite.h"
#include "lib/runner/plan_runner.h"
#include "test/differential/operator_models.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

using test::OperatorModel;
using Bytes = std::vector<uint8_t>;

constexpr int kRounds = 4;

struct Trial {
  OperatorModel model;
  std::vector<Bytes> inputs;
};

std::vector<Trial> trials() {
  test::Random random(31);
  std::vector<Trial> all;
  for (OperatorModel& model : test::operator_models(random, kRounds)) {
    std::vector<Bytes> inputs = test::random_inputs(model, random);
    all.push_back({std::move(model), std::move(inputs)});
  }
  return all;
}

std::vector<Bytes> run_here(const OperatorModel& operator_model,
                            const std::vector<Bytes>& inputs,
                            const Target& target = host_target()) {
  const Model& model = operator_model.model;
  PlanRunner runner(compile(model, target));
  std::vector<Bytes> outputs;
  std::vector<std::span<std::byte>> out;
  for (const int output : model.outputs) {
    outputs.emplace_back(static_cast<size_t>(model.tensors[output].bytes()));
  }
  for (Bytes& bytes : outputs) {
    out.push_back(std::as_writable_bytes(std::span(bytes)));
  }
  for (int i = 0; i < operator_model.inferences; ++i) {
    const std::vector<Bytes> now = test::inputs_of(operator_model, inputs, i);
    std::vector<std::span<const std::byte>> in;
    for (const Bytes& bytes : now)
      in.push_back(std::as_bytes(std::span(bytes)));
    runner.run(in, out);
  }
  return outputs;
}

std::vector<float> floats(const Bytes& bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  if (!values.empty()) {
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  }
  return values;
}

// The first value that differs, or nothing.
std::string difference(Type type, const Bytes& ours, const Bytes& theirs) {
  if (ours.size() != theirs.size()) {
    return std::to_string(theirs.size()) + " bytes, not " +
           std::to_string(ours.size());
  }
  if (type != Type::kFloat32) {
    const auto [a, b] = std::ranges::mismatch(ours, theirs);
    return a == ours.end()
               ? ""
               : "byte " + std::to_string(a - ours.begin()) + ": " +
                     std::to_string(*a) + ", not " + std::to_string(*b);
  }
  const std::vector<float> a = floats(ours), b = floats(theirs);
  float largest = 0;
  for (const float value : b) {
    if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
  }
  for (size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    if (a[i] == b[i] || std::fabs(a[i] - b[i]) <= 1e-5f * largest) continue;
    return "value " + std::to_string(i) + ": " + std::to_string(a[i]) +
           ", not " + std::to_string(b[i]);
  }
  return "";
}

void write_trials(const fs::path& folder, const std::vector<Trial>& all) {
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string stem = (folder / std::to_string(i)).string();
    write_atomically(stem + ".tflite", write_tflite(all[i].model.model));
    for (size_t k = 0; k < all[i].inputs.size(); ++k) {
      write_atomically(stem + ".in" + std::to_string(k), all[i].inputs[k]);
    }
  }
}

void compare(const Trial& trial, const std::string& stem,
             const Target& target = host_target()) {
  const Model& model = trial.model.model;
  SCOPED_TRACE(trial.model.name);
  if (fs::exists(stem + ".error")) {
    ADD_FAILURE() << trial.model.name
                  << " is refused: " << read_text(stem + ".error");
    return;
  }
  std::vector<Bytes> ours;
  try {
    ours = run_here(trial.model, trial.inputs, target);
  } catch (const Error& error) {
    ADD_FAILURE() << trial.model.name << ": " << error.what();
    return;
  }
  for (size_t k = 0; k < ours.size(); ++k) {
    const Tensor& output = model.tensors[model.outputs[k]];
    const std::string found = difference(
        output.type, ours[k], read_bytes(stem + ".out" + std::to_string(k)));
    EXPECT_EQ(found, "") << trial.model.name << ", output " << k;
  }
}

TEST(Operators, EqualTensorFlowLiteMicros) {
  MOTE_REQUIRE_ORACLES();
  const std::vector<Trial> all = trials();
  const TemporaryFolder folder;
  write_trials(folder.path(), all);
  test::run_oracle("run_models.py", {"tflm", folder.path().string(),
                                     std::to_string(all.size())});
  for (size_t i = 0; i < all.size(); ++i) {
    compare(all[i], (folder.path() / std::to_string(i)).string());
  }
}

TEST(Operators, BorderedBatchesEqualLiteRts) {
  MOTE_REQUIRE_ORACLES();
  test::Random random(33);
  test::OperatorBuilder b(OperatorCode::kSpaceToBatchNd, random);
  b.input(Type::kInt8, {2, 5, 4, 3}).constant({2, 3}).constant({2, 1, 1, 1});
  b.last().shape = {2, 2};
  b.output(Type::kInt8, {12, 4, 2, 3}).like_input();
  const OperatorModel model = b.finish();
  const std::vector<Bytes> inputs = test::random_inputs(model, random);
  const auto theirs =
      test::run_interpreter("litert", write_tflite(model.model), inputs[0]);
  EXPECT_EQ(run_here(model, inputs)[0], theirs.at(model.model.outputs[0]));
}

// Operators that only TensorFlow Lite Micro computes with these types, or that
// LiteRT ends the process for.
bool is_only_tflms(const std::string& name) {
  static const std::set<std::string> names = {
      "ADD_N int8",        "BROADCAST_TO float32", "BROADCAST_TO int32",
      "BROADCAST_TO int8", "CUMSUM int8",          "SQUARED_DIFFERENCE int16",
      "ZEROS_LIKE int8"};
  return names.count(name) != 0;
}

// Scales that are powers of two where the operator leaves a choice: with them
// ties are frequent.
Model with_ties(Model model) {
  for (Tensor& tensor : model.tensors) {
    for (float& scale : tensor.quantization.scale) {
      int exponent;
      if (std::frexp(scale, &exponent) == 0.5f) continue;
      scale = std::ldexp(1.0f, exponent);
    }
  }
  // LiteRT wants to see the scale of a fully connected layer's sums.
  const Operator& op = model.operators[0];
  if (op.code == OperatorCode::kFullyConnected && op.inputs.size() > 2 &&
      model.tensors[op.inputs[2]].quantized()) {
    model.tensors[op.inputs[2]].quantization.scale = {
        model.tensors[op.inputs[0]].quantization.scale[0] *
        model.tensors[op.inputs[1]].quantization.scale[0]};
  }
  return model;
}

bool has_fixed_scale(OperatorCode code) {
  return code == OperatorCode::kL2Normalization ||
         code == OperatorCode::kLogistic || code == OperatorCode::kLogSoftmax ||
         code == OperatorCode::kSoftmax || code == OperatorCode::kTanh;
}

bool is_refused(const Model& model, const Target& target) {
  try {
    compile(model, target);
    return false;
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("LiteRT"), std::string::npos);
    return true;
  }
}

// Its name, and what else tells models that are refused from others.
std::string kind_of(const OperatorModel& operator_model) {
  const Model& model = operator_model.model;
  const Operator& op = model.operators[0];
  const auto type_of = [&](size_t input) {
    return input < op.inputs.size() && op.inputs[input] >= 0
               ? type_name(model.tensors[op.inputs[input]].type)
               : "none";
  };
  std::string kind = operator_model.name;
  if (op.code == OperatorCode::kConv2d) kind += ", bias " + type_of(2);
  if (op.code == OperatorCode::kSvdf) kind += ", state " + type_of(4);
  if (op.code == OperatorCode::kFullyConnected &&
      !model.tensors[op.inputs[1]].constant()) {
    kind += ", computed weights";
  }
  return kind;
}

// The kinds of models that are refused go to `refused`.
std::vector<Trial> litert_trials(const Target& target,
                                 std::set<std::string>& refused) {
  test::Random random(34);
  std::vector<Trial> all;
  std::vector<OperatorModel> models = test::operator_models(random, kRounds);
  for (size_t i = 0; i < models.size(); ++i) {
    OperatorModel& model = models[i];
    const Operator& op = model.model.operators[0];
    if (op.code == OperatorCode::kCustom || is_only_tflms(model.name)) continue;
    const bool ties = i * kRounds / models.size() % 2 == 1;
    if (ties && !has_fixed_scale(op.code)) model.model = with_ties(model.model);
    if (is_refused(model.model, target)) {
      refused.insert(kind_of(model));
      continue;
    }
    std::vector<Bytes> inputs = test::random_inputs(model, random);
    all.push_back({std::move(model), std::move(inputs)});
  }
  return all;
}

// As docs/compile.md says.
const std::set<std::string> kRefused = {
    "ADD int16",
    "CONV_2D int16, bias int32",
    "FULLY_CONNECTED int16",
    "FULLY_CONNECTED int8, computed weights",
    "LOGISTIC int16",
    "LOG_SOFTMAX int8",
    "SOFTMAX int16",
    "SUB int16",
    "SUM int16",
    "SUM int8",
    "SVDF int8, state int8",
    "TANH int16",
    "UNIDIRECTIONAL_SEQUENCE_LSTM int16",
    "UNIDIRECTIONAL_SEQUENCE_LSTM int8"};

// make_rounding_models.py has what depends on the number of values.
TEST(Operators, EqualLiteRtsWithItsRounding) {
  MOTE_REQUIRE_ORACLES();
  if (!cpu_runs(Isa::kAvx2)) {
    GTEST_SKIP() << "LiteRT rounds otherwise on processors without AVX2";
  }
  Target target = host_target();
  target.rounding = Rounding::kLitert;
  std::set<std::string> refused;
  const std::vector<Trial> all = litert_trials(target, refused);
  EXPECT_EQ(refused, kRefused);
  EXPECT_GE(all.size(), 750u);
  const TemporaryFolder folder;
  write_trials(folder.path(), all);
  test::run_oracle("run_models.py", {"litert", folder.path().string(),
                                     std::to_string(all.size())});
  for (size_t i = 0; i < all.size(); ++i) {
    compare(all[i], (folder.path() / std::to_string(i)).string(), target);
  }
}

}  // namespace
}  // namespace mote
