// Every network that mote knows by name, with random weights, as firmware: its
// scores equal the host's, bit for bit, on the same sounds.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/firmware/firmware.h"
#include "lib/firmware/measure.h"
#include "lib/graph/zoo.h"
#include "lib/runner/host_detector.h"
#include "stages/convert/convert.h"

namespace mote {
namespace {

// Kernels of a size that keeps activations near 1, and a last layer that
// leaves the softmax unsaturated, so that scores show differences.
std::vector<float> random_weights(const WeightShape& shape,
                                  std::mt19937& random) {
  const bool kernel = shape.name.ends_with("/kernel");
  const bool positive = shape.name.ends_with("/moving_variance") ||
                        shape.name.ends_with("/gamma");
  const double fan_in =
      static_cast<double>(shape.size()) / shape.dimensions.front();
  const bool dense = shape.dimensions.size() == 2;
  const double spread =
      kernel ? (dense ? 0.5 : 1) * std::sqrt(3 / fan_in) : 0.3;
  std::uniform_real_distribution<double> values(-spread, spread);
  std::vector<float> weights(static_cast<size_t>(shape.size()));
  for (float& weight : weights) {
    weight = static_cast<float>(values(random) + (positive ? 1 : 0));
  }
  return weights;
}

// A tone that glides, in noise, or noise alone: different for each seed.
std::vector<int16_t> sound(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<int16_t> samples(16000);
  const double start_hz = 200 + random() % 2000, rise = (random() % 3000) / 2.0;
  const double loud = seed % 3 == 0 ? 0 : 6000;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / 16000;
    const double tone = std::sin(2 * M_PI * (start_hz + rise * t) * t);
    const double noise = static_cast<double>(random() % 2000) - 1000;
    samples[i] = static_cast<int16_t>(loud * tone * std::sin(M_PI * t) + noise);
  }
  return samples;
}

std::vector<std::vector<int16_t>> sounds(int count) {
  std::vector<std::vector<int16_t>> clips;
  for (int i = 0; i < count; ++i) clips.push_back(sound(i + 1));
  return clips;
}

// One output a label.
ScoreMapping four_labels(bool logits) {
  ScoreMapping mapping;
  mapping.labels = {"silence", "unknown", "left", "right"};
  mapping.groups = {0, 1, 2, 3};
  mapping.logits = logits;
  if (logits) mapping.log_priors = {-1.2, -0.3, -2.5, -2.5};
  return mapping;
}

Package random_package(const std::string& network) {
  const auto features = make_feature_block("micro_frontend");
  const auto [rows, row_size] = features->output_shape();
  const bool logits = network == "tc";
  const Shape input =
      logits ? Shape{rows, 1, row_size} : Shape{rows, row_size, 1};
  Checkpoint checkpoint;
  checkpoint.graph =
      make_zoo_graph(network, input, {"silence", "unknown", "left", "right"});
  std::mt19937 random(5);
  for (const WeightShape& shape : weight_shapes(checkpoint.graph)) {
    checkpoint.weights[shape.name] = random_weights(shape, random);
  }
  FeatureSet representative{rows, row_size, {}};
  for (const auto& clip : sounds(20)) {
    representative.features.push_back(features->run(clip));
  }
  mote::Run run = quiet_run({}, 2);
  Package package;
  package.name = network;
  package.model =
      convert(checkpoint, representative, features->quantization(), {}, run)
          .int8_model;
  package.feature_block = features->name();
  package.feature_settings = features->canonical();
  package.scores = four_labels(logits);
  return package;
}

class ZooFirmware : public testing::TestWithParam<std::string> {};

TEST_P(ZooFirmware, ScoresEqualTheHosts) {
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const Package package = random_package(GetParam());
  const Target target = read_target("qemu-cortex-m4");
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Firmware firmware = build_firmware(package, target, folder.path(), run);
  const auto clips = sounds(24);
  const auto host = make_host_detector(package)->score_all(clips);
  EXPECT_EQ(host, make_emulated_detector(package, target, firmware.program)
                      ->score_all(clips));
  if (GetParam() != "ds-cnn") {  // random weights: its mean drowns the sound
    EXPECT_GT(std::set<std::vector<int>>(host.begin(), host.end()).size(), 12u);
  }

  const FirmwareFacts facts =
      measure_firmware(target, firmware.program, *package.make_features());
  EXPECT_EQ(facts.dropped_samples > 0, facts.cpu_share > 1);
}

INSTANTIATE_TEST_SUITE_P(Networks, ZooFirmware, testing::ValuesIn(zoo_names()),
                         [](const auto& network) {
                           std::string name = network.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace mote
