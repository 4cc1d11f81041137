#include "test/emulator/random_package.h"

#include <cmath>
#include <random>

#include "lib/features/blocks.h"
#include "lib/graph/zoo.h"
#include "stages/convert/convert.h"

namespace mote::test {
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

// One output a label.
ScoreMapping four_labels(bool logits) {
  ScoreMapping mapping;
  mapping.labels = {"silence", "unknown", "left", "right"};
  mapping.groups = {0, 1, 2, 3};
  mapping.logits = logits;
  if (logits) mapping.log_priors = {-1.2, -0.3, -2.5, -2.5};
  return mapping;
}

// What a block leaves open is fitted to the sounds.
std::unique_ptr<FeatureBlock> fitted_block(const std::string& block,
                                           const std::string& settings) {
  const auto clips = sounds(20);
  const TrainingSignals signals = {
      clips.size(), [&](size_t i) { return mono_audio(16000, clips[i]); },
      [](size_t i) { return "sound " + std::to_string(i); }, 2};
  const FeatureBlockKind& kind = feature_block_kind(block);
  return kind.make(kind.fit(settings, signals));
}

}  // namespace

std::vector<std::vector<int16_t>> sounds(int count) {
  std::vector<std::vector<int16_t>> clips;
  for (int i = 0; i < count; ++i) clips.push_back(sound(i + 1));
  return clips;
}

Package random_package(const std::string& network, const std::string& block,
                       const std::string& settings) {
  const auto features = fitted_block(block, settings);
  const auto [rows, row_size] = features->output_shape();
  const bool logits = network == "tc";
  const bool series = logits || network == "conv1d";
  const Shape input =
      series ? Shape{rows, 1, row_size} : Shape{rows, row_size, 1};
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

}  // namespace mote::test
