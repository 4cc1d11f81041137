// MLPerf Tiny's keyword spotting set on an emulated Cortex-M4: MOTE_INPUTS of
// its 1,000 inputs, spread evenly, give the outputs of TensorFlow Lite Micro.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/model/tflite/tflite.h"
#include "test/golden/emitted_program.h"
#include "test/shared_data.h"

namespace mote {
namespace {

struct Known {
  std::vector<test::Bytes> inputs;
  test::Bytes output;
};

// Input file, label, prediction, twelve outputs.
Known read_line(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> fields;
  for (std::string field; std::getline(stream, field, ',');) {
    fields.push_back(field);
  }
  const auto bytes =
      read_bytes(test::shared_path("datasets/mlperf_kws01/" + fields.at(0)));
  Known known;
  known.inputs.emplace_back();
  for (const uint8_t byte : bytes) {
    known.inputs[0].push_back(static_cast<std::byte>(byte));
  }
  for (size_t i = 3; i < fields.size(); ++i) {
    known.output.push_back(static_cast<std::byte>(std::stoi(fields[i])));
  }
  return known;
}

std::vector<Known> read_known(int count) {
  std::ifstream golden(
      test::shared_path("golden/mlperf_kws01_int8_outputs.csv"));
  std::string line;
  std::getline(golden, line);  // headings
  std::vector<Known> all;
  for (int row = 0; std::getline(golden, line); ++row) {
    if (row % (1000 / count) == 0) all.push_back(read_line(line));
  }
  return all;
}

TEST(KeywordSpottingOnCortexM4, EqualsTflm) {
  MOTE_REQUIRE_SHARED();
  if (!find_program("arm-none-eabi-g++") || !find_program("qemu-system-arm")) {
    GTEST_SKIP() << "needs arm-none-eabi-g++ and qemu-system-arm";
  }
  const std::vector<Known> known = read_known(MOTE_INPUTS);
  ASSERT_EQ(known.size(), static_cast<size_t>(MOTE_INPUTS));
  std::vector<std::vector<test::Bytes>> inputs;
  for (const Known& one : known) inputs.push_back(one.inputs);
  const Model model = read_tflite(
      read_bytes(test::shared_path("models/mlperf_tiny/kws_ref_model.tflite")),
      "kws_ref_model");
  const auto outputs =
      test::run_emitted(model, read_target("qemu-cortex-m4"), inputs);
  ASSERT_EQ(outputs.size(), known.size());
  for (size_t i = 0; i < known.size(); ++i) {
    ASSERT_TRUE(outputs[i].at(0) == known[i].output) << "input " << i;
  }
}

}  // namespace
}  // namespace mote
