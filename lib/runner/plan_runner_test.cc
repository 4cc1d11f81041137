// Real models against outputs of TensorFlow Lite Micro.
#include "lib/runner/plan_runner.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/model/tflite/tflite.h"
#include "test/shared_data.h"

namespace mote {
namespace {

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
      compile(read_tflite(read_bytes(test::shared_path(
                              "models/mlperf_tiny/kws_ref_model.tflite")),
                          "kws"),
              host_target()));
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

}  // namespace
}  // namespace mote
