// Real models against outputs of TensorFlow Lite Micro.
#include "lib/runner/plan_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "lib/base/cpu.h"
#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/model/tflite/tflite.h"
#include "test/shared_data.h"

namespace mote {
namespace {

// One line of a golden file (SOURCE.txt beside them describes it).
struct Golden {
  int run = 0, output = 0;
  std::string type;
  std::vector<double> values;
};

std::vector<Golden> read_golden(const fs::path& path) {
  std::vector<Golden> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    Golden row;
    std::string field;
    std::getline(fields, field, ',');
    if (field.empty() || !std::isdigit(static_cast<unsigned char>(field[0]))) {
      continue;  // a heading
    }
    row.run = std::stoi(field);
    std::getline(fields, field, ',');
    row.output = std::stoi(field);
    std::getline(fields, row.type, ',');
    while (std::getline(fields, field, ',')) {
      row.values.push_back(std::stod(field));
    }
    rows.push_back(row);
  }
  return rows;
}

using Bytes = std::vector<std::byte>;

Bytes golden_input(const Tensor& tensor, int n, int run) {
  Bytes bytes(static_cast<size_t>(tensor.bytes()));
  for (int64_t i = 0; i < tensor.elements(); ++i) {
    const int64_t b = (i * 7919 + run * 104729 + n * 31) % 251;
    if (tensor.type == Type::kInt8) {
      bytes[i] = static_cast<std::byte>(b - 125);
    } else {
      const float value = static_cast<float>(b) / 125.0f - 1.0f;
      std::memcpy(bytes.data() + 4 * i, &value, 4);
    }
  }
  return bytes;
}

double value_at(const Bytes& bytes, Type type, size_t i) {
  if (type == Type::kInt8) return static_cast<int8_t>(bytes[i]);
  float value;
  std::memcpy(&value, bytes.data() + 4 * i, 4);
  return value;
}

// The largest magnitude of output `n` in any run.
double largest_magnitude(const std::vector<Golden>& rows, int n) {
  double largest = 0;
  for (const Golden& row : rows) {
    if (row.output != n) continue;
    for (const double value : row.values) {
      largest = std::max(largest, std::abs(value));
    }
  }
  return largest;
}

void expect_golden(const Bytes& output, Type type, const Golden& golden,
                   double tolerance) {
  for (size_t i = 0; i < golden.values.size(); ++i) {
    ASSERT_NEAR(value_at(output, type, i), golden.values[i], tolerance)
        << "run " << golden.run << ", value " << i;
  }
}

void expect_equal_to_golden(const Model& model, const Target& target,
                            const std::string& name) {
  PlanRunner runner(compile(model, target));
  std::vector<Bytes> inputs, outputs;
  const auto run = [&](int r) {
    inputs.clear(), outputs.clear();
    std::vector<std::span<const std::byte>> in;
    std::vector<std::span<std::byte>> out;
    for (size_t n = 0; n < model.inputs.size(); ++n) {
      inputs.push_back(
          golden_input(model.tensors[model.inputs[n]], static_cast<int>(n), r));
    }
    for (const int t : model.outputs) {
      outputs.emplace_back(static_cast<size_t>(model.tensors[t].bytes()));
    }
    in.assign(inputs.begin(), inputs.end());
    out.assign(outputs.begin(), outputs.end());
    runner.run(in, out);
  };
  int last_run = -1;
  const std::vector<Golden> rows =
      read_golden(test::shared_path("golden/tflm_outputs/" + name + ".csv"));
  for (const Golden& golden : rows) {
    if (golden.run != last_run) run(last_run = golden.run);
    const Type type = model.tensors[model.outputs[golden.output]].type;
    const double tolerance =
        type == Type::kInt8 ? 0 : 1e-5 * largest_magnitude(rows, golden.output);
    expect_golden(outputs[golden.output], type, golden, tolerance);
  }
  EXPECT_GE(last_run, 0) << "no golden rows";
}

// "collected__GROUP__FILE" is collected/GROUP/FILE.tflite, where FILE may hold
// more "__".
Model read_shared_model(std::string name) {
  const int folders = name.rfind("collected", 0) == 0 ? 2 : 1;
  for (int i = 0; i < folders; ++i) name.replace(name.find("__"), 2, "/");
  const fs::path path = test::shared_path("models/" + name + ".tflite");
  return read_tflite(read_bytes(path), path.string());
}

class GoldenModel : public ::testing::TestWithParam<const char*> {};

TEST_P(GoldenModel, PortableKernelsEqualTflm) {
  MOTE_REQUIRE_SHARED();
  expect_equal_to_golden(read_shared_model(GetParam()), host_target(true),
                         GetParam());
}

TEST_P(GoldenModel, FastestKernelsEqualTflm) {
  MOTE_REQUIRE_SHARED();
  if (host_isa() == Isa::kPortable) GTEST_SKIP() << "needs AVX2";
  expect_equal_to_golden(read_shared_model(GetParam()), host_target(),
                         GetParam());
}

// The models of shared/models that mote runs: see OthersAreRefusedWithAReason.
const char* const kCovered[] = {
    "collected__ShawnHymel_tinyml-example-anomaly-detection__fan_low_model",
    "collected__ShawnHymel_tinyml-example-anomaly-detection__fan_low_model-"
    "deploy",
    "collected__ShawnHymel_tinyml-example-anomaly-detection__fan_low_model-"
    "moving",
    "collected__SiliconLabs_mltk__cpp__shared__apps__audio_classifier__config__"
    "tflite__keyword_spotting_on_off_v3",
    "collected__SiliconLabs_mltk__cpp__shared__apps__ble_audio_classifier__"
    "config__tflite__keyword_spotting_pacman_v3",
    "collected__SiliconLabs_mltk__cpp__shared__apps__image_classifier__config__"
    "tflite__rock_paper_scissors",
    "collected__SiliconLabs_mltk__cpp__shared__apps__model_profiler__config__"
    "tflite__image_classification",
    "collected__SiliconLabs_mltk__mltk__utils__test_helper__data__image_"
    "classification",
    "collected__SiliconLabs_mltk__mltk__utils__test_helper__data__image_"
    "example1",
    "collected__SiliconLabs_mltk__mltk__utils__test_helper__data__tflite_micro_"
    "speech",
    "collected__openmv_openmv__blazeface_front_128",
    "collected__openmv_openmv__fomo_face_detection",
    "collected__openmv_openmv__force_int_quant",
    "collected__openmv_openmv__micro_speech",
    "collected__openmv_openmv__person_detect",
    "collected__sipeed_TinyMaix__cifar10_f",
    "collected__sipeed_TinyMaix__cifar10_q",
    "collected__sipeed_TinyMaix__mnist_arduino_q",
    "collected__sipeed_TinyMaix__mnist_dw_f",
    "collected__sipeed_TinyMaix__mnist_dw_q",
    "collected__sipeed_TinyMaix__mnist_rect_q",
    "collected__sipeed_TinyMaix__mnist_resnet_f",
    "collected__sipeed_TinyMaix__mnist_resnet_q",
    "collected__sipeed_TinyMaix__mnist_valid_f",
    "collected__sipeed_TinyMaix__mnist_valid_q",
    "collected__sipeed_TinyMaix__vww96_f",
    "collected__sipeed_TinyMaix__vww96_q",
    "mlperf_tiny__ad01_fp32",
    "mlperf_tiny__ad01_int8",
    "mlperf_tiny__kws_ref_model",
    "mlperf_tiny__pretrainedResnet",
    "mlperf_tiny__pretrainedResnet_quant",
    "mlperf_tiny__str_ww_ref_model",
    "mlperf_tiny__vww_96_float",
    "mlperf_tiny__vww_96_int8",
    "tflm__hello_world_float",
    "tflm__hello_world_int8",
    "tflm__micro_speech_quantized",
    "tflm__person_detect",
};

std::string test_name(const ::testing::TestParamInfo<const char*>& model) {
  std::string name = model.param;
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Shared, GoldenModel, ::testing::ValuesIn(kCovered),
                         test_name);

// One row of golden/mlperf_kws01_int8_outputs.csv: input file, label,
// prediction, twelve outputs.
std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ',');) {
    fields.push_back(field);
  }
  return fields;
}

TEST(KeywordSpotting, AllThousandMlperfInputsEqualTflm) {
  MOTE_REQUIRE_SHARED();
  PlanRunner runner(
      compile(read_shared_model("mlperf_tiny__kws_ref_model"), host_target()));
  std::ifstream golden(
      test::shared_path("golden/mlperf_kws01_int8_outputs.csv"));
  std::string line;
  std::getline(golden, line);  // headings
  int rows = 0;
  for (; std::getline(golden, line); ++rows) {
    const std::vector<std::string> fields = split(line);
    const auto bytes =
        read_bytes(test::shared_path("datasets/mlperf_kws01/" + fields[0]));
    const std::vector<int8_t> input(bytes.begin(), bytes.end());
    std::vector<int8_t> output(12);
    runner.run(std::span<const int8_t>(input), std::span<int8_t>(output));
    for (size_t i = 0; i < output.size(); ++i) {
      ASSERT_EQ(output[i], std::stoi(fields[3 + i])) << fields[0];
    }
  }
  EXPECT_EQ(rows, 1000);
}

// Lists by name what is not covered yet, and finds models that newly compile.
TEST(GoldenModels, OthersAreRefusedWithAReason) {
  MOTE_REQUIRE_SHARED();
  for (const auto& entry :
       fs::directory_iterator(test::shared_path("golden/tflm_outputs"))) {
    const std::string name = entry.path().stem().string();
    if (std::count(std::begin(kCovered), std::end(kCovered), name)) continue;
    try {
      compile(read_shared_model(name), host_target(true));
      ADD_FAILURE() << name << " compiles: add it to kCovered";
    } catch (const Error& error) {
      EXPECT_FALSE(error.where().empty());
      std::cout << "not covered: " << name << ": " << error.what() << "\n";
    }
  }
}

}  // namespace
}  // namespace mote
