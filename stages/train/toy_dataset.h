// For tests: a data set of tones, which even a small network tells apart in a
// few steps.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/hash.h"
#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"
#include "lib/graph/zoo.h"
#include "stages/train/train.h"

namespace mote {

// Words are pitches; "zzz" is a word that the application does not ask for.
inline Signal toy_signal(const Sample& sample) {
  const uint64_t seed = hash64(sample.id);
  const double pitch_hz = sample.label == "low"    ? 300
                          : sample.label == "high" ? 2500
                                                   : 900;
  std::vector<int16_t> samples(16000);
  for (size_t i = 0; i < samples.size(); ++i) {
    // Short, as the frontend takes a steady tone for noise.
    const bool sounds = i > 5000 && i < 11000;
    const double tone = sounds * std::sin(6.2831853 * pitch_hz *
                                          static_cast<double>(i) / 16000);
    samples[i] = static_cast<int16_t>(
        4000 * tone + static_cast<double>(mix64(seed, i) % 2000) - 1000);
  }
  return mono_audio(16000, samples);
}

inline Dataset toy_dataset() {
  std::vector<Sample> samples;
  for (const std::string label : {"high", "low", "zzz"}) {
    for (int i = 0; i < 12; ++i) {
      Sample sample;
      sample.id = sha256(label + std::to_string(i));
      sample.name = label + std::to_string(i) + ".wav";
      sample.label = label;
      sample.group = sample.name;
      sample.split = i < 8 ? "train" : i < 10 ? "validation" : "test";
      sample.rate_hz = 16000;
      sample.frames = 16000;
      samples.push_back(sample);
    }
  }
  return Dataset(samples, toy_signal);
}

// What a training needs, small enough for a test.
struct ToyTraining {
  Dataset dataset = toy_dataset();
  std::unique_ptr<FeatureBlock> features = make_feature_block("micro_frontend");
  ScoreMapping scores = {
      {"silence", "unknown", "low", "high"}, false, {0, 1, 2, 3}, {}};
  Graph graph = make_zoo_graph("tinyconv", {49, 40, 1}, scores.labels);
  TrainSettings settings;

  ToyTraining() {
    settings.epochs = 3;
    settings.clips_an_epoch = 80;
    settings.batch = 16;
  }

  Training train(Run& run) const {
    return mote::train(dataset, *features, graph, scores, settings, run);
  }
};

}  // namespace mote
