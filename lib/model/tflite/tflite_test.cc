#include "lib/model/tflite/tflite.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <random>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/model/test_model.h"
#include "test/shared_data.h"

namespace mote {
namespace {

bool same_tensor(const Tensor& a, const Tensor& b) {
  return a.name == b.name && a.type == b.type && a.shape == b.shape &&
         a.data == b.data && a.variable == b.variable &&
         a.quantization.scale == b.quantization.scale &&
         a.quantization.zero_point == b.quantization.zero_point &&
         (a.quantization.scale.size() < 2 ||
          a.quantization.axis == b.quantization.axis);
}

bool same_options(const OperatorOptions& a, const OperatorOptions& b) {
  return a.padding == b.padding && a.stride_h == b.stride_h &&
         a.stride_w == b.stride_w && a.dilation_h == b.dilation_h &&
         a.dilation_w == b.dilation_w &&
         a.depth_multiplier == b.depth_multiplier && a.filter_h == b.filter_h &&
         a.filter_w == b.filter_w && a.activation == b.activation &&
         a.beta == b.beta && a.keep_dims == b.keep_dims && a.axis == b.axis;
}

void expect_same(const Model& a, const Model& b) {
  EXPECT_EQ(a.inputs, b.inputs);
  EXPECT_EQ(a.outputs, b.outputs);
  ASSERT_EQ(a.tensors.size(), b.tensors.size());
  for (size_t i = 0; i < a.tensors.size(); ++i) {
    EXPECT_TRUE(same_tensor(a.tensors[i], b.tensors[i])) << a.tensors[i].name;
  }
  ASSERT_EQ(a.operators.size(), b.operators.size());
  for (size_t i = 0; i < a.operators.size(); ++i) {
    const Operator &left = a.operators[i], &right = b.operators[i];
    EXPECT_EQ(left.code, right.code);
    EXPECT_EQ(left.version, right.version);
    EXPECT_EQ(left.inputs, right.inputs);
    EXPECT_EQ(left.outputs, right.outputs);
    EXPECT_TRUE(same_options(left.options, right.options)) << i;
  }
}

// True when the bytes are refused with an Error; other exceptions and crashes
// are failures.
bool refused(std::span<const uint8_t> bytes, Model* model = nullptr) {
  try {
    const Model read = read_tflite(bytes, "test.tflite");
    if (model != nullptr) *model = read;
    return false;
  } catch (const Error& error) {
    EXPECT_NE(error.where().find("test.tflite"), std::string::npos);
    EXPECT_FALSE(error.what_happened().empty());
    return true;
  }
}

// A copy of exactly these bytes on the heap, so that AddressSanitizer sees
// every read past the end.
std::vector<uint8_t> prefix(const std::vector<uint8_t>& bytes, size_t length) {
  std::vector<uint8_t> copy(bytes.begin(),
                            bytes.begin() + static_cast<ptrdiff_t>(length));
  copy.shrink_to_fit();
  return copy;
}

TEST(Tflite, WritesWhatItReads) {
  const Model model = test::every_operator_model();
  expect_same(model, read_tflite(write_tflite(model), "test"));
}

TEST(Tflite, RefusesEveryPrefixOrReadsItEqual) {
  const Model model = test::small_model();
  const std::vector<uint8_t> bytes = write_tflite(model);
  for (size_t length = 0; length < bytes.size(); ++length) {
    Model read;
    if (!refused(prefix(bytes, length), &read)) expect_same(model, read);
  }
}

TEST(Tflite, RefusesEveryPrefixOfARealModel) {
  MOTE_REQUIRE_SHARED();
  const auto bytes = read_bytes(
      test::shared_path("models/tflm/micro_speech_quantized.tflite"));
  Model whole;
  ASSERT_FALSE(refused(bytes, &whole));
  for (size_t length = 0; length < bytes.size(); ++length) {
    Model read;
    if (!refused(prefix(bytes, length), &read)) expect_same(whole, read);
  }
}

TEST(Tflite, SurvivesDamage) {
  const std::vector<uint8_t> bytes = write_tflite(test::small_model());
  std::mt19937 random(1);
  int unharmed = 0;
  constexpr int kTrials = 20000;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<uint8_t> damaged = bytes;
    for (int i = 0; i <= trial % 3; ++i) {
      damaged[random() % damaged.size()] ^=
          static_cast<uint8_t>(1 + random() % 255);
    }
    unharmed += refused(damaged) ? 0 : 1;
  }
  EXPECT_LT(unharmed, kTrials);
}

TEST(Tflite, ReadsRealModelsAndWritesThemEqual) {
  MOTE_REQUIRE_SHARED();
  for (const char* name :
       {"mlperf_tiny/kws_ref_model.tflite", "mlperf_tiny/vww_96_int8.tflite",
        "mlperf_tiny/pretrainedResnet_quant.tflite",
        "mlperf_tiny/ad01_int8.tflite", "mlperf_tiny/str_ww_ref_model.tflite",
        "tflm/person_detect.tflite", "tflm/hello_world_float.tflite"}) {
    const auto path = test::shared_path(std::string("models/") + name);
    const Model model = read_tflite(read_bytes(path), path);
    EXPECT_FALSE(model.operators.empty()) << name;
    expect_same(model, read_tflite(write_tflite(model), name));
  }
}

TEST(Tflite, ReadsWhatOthersCollectedButForFreeDimensions) {
  MOTE_REQUIRE_SHARED();
  int read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(
           test::shared_path("models/collected"))) {
    if (entry.path().extension() != ".tflite") continue;
    if (entry.file_size() > 8 << 20) continue;
    try {
      read_tflite(read_bytes(entry.path()), entry.path());
      ++read;
    } catch (const Error& error) {
      EXPECT_NE(error.hint().find("no free dimensions"), std::string::npos)
          << error.where() << ": " << error.what_happened();
    }
  }
  EXPECT_GT(read, 50);
}

TEST(Tflite, KeepsUnknownOperatorsByName) {
  MOTE_REQUIRE_SHARED();
  const auto path =
      test::shared_path("models/tflm/audio_preprocessor_int8.tflite");
  const Model model = read_tflite(read_bytes(path), path);
  bool custom = false;
  for (const Operator& op : model.operators) {
    custom |= operator_name(op) == "custom operator 'SignalWindow'";
  }
  EXPECT_TRUE(custom);
  const Model again = read_tflite(write_tflite(model), "again");
  expect_same(model, again);
  for (size_t i = 0; i < model.operators.size(); ++i) {
    EXPECT_EQ(again.operators[i].custom_name, model.operators[i].custom_name);
    EXPECT_EQ(again.operators[i].options.numbers,
              model.operators[i].options.numbers);
  }
}

TEST(Tflite, ReadsUnalignedBytes) {
  const Model model = test::small_model();
  const std::vector<uint8_t> bytes = write_tflite(model);
  std::vector<uint8_t> shifted(bytes.size() + 1);
  std::memcpy(shifted.data() + 1, bytes.data(), bytes.size());
  expect_same(model, read_tflite(std::span(shifted).subspan(1), "test"));
}

}  // namespace
}  // namespace mote
