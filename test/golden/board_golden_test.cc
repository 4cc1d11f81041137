// Real models as emitted C++ on the boards beside Cortex-M4, in the emulator:
// their outputs equal TensorFlow Lite Micro's.
#include <gtest/gtest.h>

#include <ostream>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "test/golden/emitted_program.h"
#include "test/golden/golden.h"

namespace mote {
namespace {

struct Case {
  std::string board, model;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.model << " on " << one.board;
}

const std::vector<std::string>& boards() {
  static const std::vector<std::string> names = {
      "qemu-cortex-m0",  "qemu-cortex-m3",  "qemu-cortex-m7",
      "qemu-cortex-m33", "qemu-cortex-m55", "qemu-rv32"};
  return names;
}

// Small models that differ: convolutions, streams with variables, LSTM, signal
// operators, floats, ADD and pooling, 16 bits.
const std::vector<std::string>& varied_models() {
  static const std::vector<std::string> names = {
      "mlperf_tiny__str_ww_ref_model",
      "tflm__trained_lstm_int8",
      "collected__esphome_micro-wake-word-models__models__v2__vad",
      "tflm__audio_preprocessor_int8",
      "collected__sipeed_TinyMaix__mnist_resnet_q",
      "tflm__keyword_scrambled_8bit",
      "tflm__hello_world_float",
      "collected__sipeed_TinyMaix__mnist_dw_q"};
  return names;
}

// MOTE_ALL_MODELS: every model on every board; else micro_speech on each, and
// two or three of the varied ones, so that each runs on two boards.
std::vector<Case> cases() {
  const std::vector<std::string> golden = test::golden_names();
  std::vector<Case> cases;
  for (size_t b = 0; b < boards().size(); ++b) {
    std::vector<std::string> models = {"tflm__micro_speech_quantized"};
    for (size_t m = 0; m < varied_models().size(); ++m) {
      if (m % 3 == b % 3) models.push_back(varied_models()[m]);
    }
    for (const std::string& model : MOTE_ALL_MODELS ? golden : models) {
      if (!golden.empty()) cases.push_back({boards()[b], model});
    }
  }
  return cases;
}

class BoardGolden : public ::testing::TestWithParam<Case> {};

TEST_P(BoardGolden, EqualsTflm) {
  const Target target = read_target(GetParam().board);
  if (!find_program(target.compiler) || !find_program(target.qemu_program)) {
    GTEST_SKIP() << "needs " << target.compiler << " and "
                 << target.qemu_program;
  }
  constexpr int kRuns = 2;
  const test::GoldenModel golden = test::read_golden_model(GetParam().model);
  std::vector<std::vector<test::Bytes>> inputs;
  for (int run = 0; run < kRuns; ++run) inputs.push_back(golden.inputs(run));
  const auto outputs = test::run_emitted(golden.model, target, inputs);
  ASSERT_EQ(outputs.size(), static_cast<size_t>(kRuns));
  for (int run = 0; run < kRuns; ++run) {
    test::expect_golden(golden, run, outputs[static_cast<size_t>(run)]);
  }
}

INSTANTIATE_TEST_SUITE_P(Shared, BoardGolden, ::testing::ValuesIn(cases()),
                         [](const auto& one) {
                           return test::test_name(one.param.board + "_" +
                                                  one.param.model);
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BoardGolden);

}  // namespace
}  // namespace mote
