// Each sensor's template from nothing to firmware, on its data set where that
// lies beside the project, else on readings by a physical model.
#include <gtest/gtest.h>

#include "test/end_to_end/program.h"

namespace mote::test {
namespace {

class SensorTemplate : public testing::TestWithParam<std::string> {};

TEST_P(SensorTemplate, RunsToFirmware) {
  const TemporaryFolder root;
  const std::string sensor = GetParam();
  const auto made = mote_json(root.path(), {"new", "p", "--template", sensor});
  if (made.at("added") == 0) {
    EXPECT_NE(made.at("warnings").dump().find("bring"), std::string::npos);
    GTEST_SKIP() << "its data set is not here";
  }
  const fs::path project = root.path() / "p";
  const std::vector<std::string> quick = {"--set", "train.epochs=2", "--set",
                                          "train.clips_an_epoch=200"};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), quick.begin(), quick.end());
    words.emplace_back("--json");
    // After so little training it misses its targets, which is not 0.
    return nlohmann::json::parse(mote(project, words).output);
  };
  with({"run"});
  EXPECT_TRUE(fs::exists(project / "out" / "report.html"));
  const auto evaluation = with({"evaluate", "--on", "firmware"});
  EXPECT_GT(evaluation.at("samples").get<int>(), 10);
  EXPECT_EQ(evaluation.at("firmware_equal").get<double>(), 1);
}

INSTANTIATE_TEST_SUITE_P(Sensors, SensorTemplate,
                         testing::Values("microphone", "ultrasonic", "geophone",
                                         "vibrometer", "thermal", "camera",
                                         "gyroscope", "radar", "accelerometer",
                                         "gas"),
                         [](const auto& sensor) { return sensor.param; });

}  // namespace
}  // namespace mote::test
