// mote's int8 kernels against the real TensorFlow Lite Micro: every tensor of
// every layer, bit for bit. Final scores saturate and would prove little.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>

#include "lib/base/file.h"
#include "lib/engine/test_graphs.h"
#include "lib/graph/zoo.h"
#include "lib/model/lower/lower.h"
#include "lib/model/quantize/quantize.h"
#include "lib/model/test_model.h"
#include "lib/model/tflite/tflite.h"
#include "test/differential/oracles.h"
#include "test/differential/planned_tensors.h"
#include "test/shared_data.h"

namespace mote {

// How test lists show a graph.
static void PrintTo(const Graph& graph, std::ostream* out) {
  *out << graph.name;
}

namespace {

constexpr size_t kInputs = 4;

// Even noise, and rows of it as faint as a quiet room gives.
std::vector<uint8_t> random_bytes(size_t size) {
  std::mt19937 random(5);
  std::vector<uint8_t> bytes(kInputs * size);
  for (size_t i = 0; i < bytes.size(); ++i) {
    const unsigned spread = i / size % 2 == 0 ? 256 : 24;
    bytes[i] = static_cast<uint8_t>(random() % spread + 128);
  }
  return bytes;
}

// Compares all tensors that both have; `removed` says how many tensors the
// compiler's passes may have removed.
void expect_bit_exact(const std::vector<uint8_t>& tflite, size_t removed) {
  Model model = read_tflite(tflite, "model");
  test::name_tensors(model);
  const auto inputs =
      random_bytes(static_cast<size_t>(model.tensors[model.inputs[0]].bytes()));
  const auto theirs = test::run_interpreter("tflm", tflite, inputs);
  for (const bool portable : {false, true}) {
    const auto ours =
        test::run_here(model, host_target(portable), inputs, kInputs);
    size_t compared = 0;
    for (const auto& [index, bytes] : theirs) {
      const auto found = ours.find(model.tensors[index].name);
      if (found == ours.end()) continue;
      ++compared;
      EXPECT_TRUE(found->second == bytes)
          << tensor_title(model, index) << (portable ? ", portable" : "");
    }
    EXPECT_GE(compared + removed, theirs.size());
  }
}

std::vector<uint8_t> quantized(const Graph& graph) {
  const Model real = lower(test::random_checkpoint(graph, 3));
  const auto inputs = test::random_inputs(4, graph.input.size(), 4);
  std::vector<ValueRange> ranges;
  for (const auto& seen : observe(FloatModel(real), inputs, 1)) {
    ranges.push_back(seen.range(RangeMethod::kMse, 100));
  }
  return write_tflite(quantize(real, ranges, {{0.1f}, {-128}, 0}));
}

std::string graph_title(const testing::TestParamInfo<Graph>& test) {
  std::string name = test.param.name;
  std::erase(name, '-');
  return name + "_" + std::to_string(test.param.input.height);
}

std::vector<Graph> graphs() {
  std::vector<Graph> all = engine::test_graphs();
  for (const std::string& name : zoo_names()) {
    all.push_back(make_zoo_graph(name, {49, 40, 1}, {"a", "b", "c"}));
  }
  return all;
}

class BitExactGraph : public testing::TestWithParam<Graph> {};

TEST_P(BitExactGraph, EveryTensorEqualsTflms) {
  MOTE_REQUIRE_ORACLES();
  expect_bit_exact(quantized(GetParam()), 0);
}

INSTANTIATE_TEST_SUITE_P(, BitExactGraph, testing::ValuesIn(graphs()),
                         graph_title);

struct RealModel {
  const char* path;
  size_t removed;  // tensors that the compiler's passes may remove
};

void PrintTo(const RealModel& model, std::ostream* out) { *out << model.path; }

class BitExactModel : public testing::TestWithParam<RealModel> {};

TEST_P(BitExactModel, EveryTensorEqualsTflms) {
  MOTE_REQUIRE_SHARED();
  MOTE_REQUIRE_ORACLES();
  const auto path =
      test::shared_path(std::string("models/") + GetParam().path + ".tflite");
  expect_bit_exact(read_bytes(path), GetParam().removed);
}

INSTANTIATE_TEST_SUITE_P(
    , BitExactModel,
    testing::Values(
        RealModel{"mlperf_tiny/kws_ref_model", 1},
        RealModel{"mlperf_tiny/vww_96_int8", 1},
        RealModel{"mlperf_tiny/pretrainedResnet_quant", 1},
        RealModel{"mlperf_tiny/ad01_int8", 1},
        RealModel{"mlperf_tiny/str_ww_ref_model", 1},
        RealModel{"tflm/micro_speech_quantized", 1},
        RealModel{"tflm/person_detect", 1},
        RealModel{"tflm/hello_world_int8", 1},
        RealModel{"tflm/trained_lstm_int8", 0},
        RealModel{"tflm/keyword_scrambled_8bit", 0},
        RealModel{"collected/nanguoyu_Magic_Wand_Data/quantized_model", 0},
        // Values of variables are read and made in place.
        RealModel{"collected/esphome_micro-wake-word-models/models__alexa", 22},
        RealModel{"collected/esphome_micro-wake-word-models/"
                  "models__v2__okay_nabu",
                  12}),
    [](const auto& test) {
      const std::string path = test.param.path;
      return path.substr(path.rfind('/') + 1);
    });

class BitExactOwnModel : public testing::TestWithParam<const char*> {};

TEST_P(BitExactOwnModel, EveryTensorEqualsTflms) {
  MOTE_REQUIRE_ORACLES();
  expect_bit_exact(
      read_bytes(fs::path(MOTE_SOURCE_DIR) / "test" / "differential" /
                 "models" / (std::string(GetParam()) + ".tflite")),
      0);
}

// Networks of 16-bit activations (make_int16_models.py): dilated and strided
// convolutions, every padding, fused activations, pools; weights of 4 bits
// (make_int4_model.py); and operators that
// keep samples (make_signal_models.py).
INSTANTIATE_TEST_SUITE_P(, BitExactOwnModel,
                         testing::Values("int16x8_conv", "int16x8_depthwise",
                                         "int4_weights", "rounding_ties",
                                         "signal_delay", "signal_frames",
                                         "signal_stacker"),
                         [](const auto& test) {
                           return std::string(test.param);
                         });

}  // namespace
}  // namespace mote
