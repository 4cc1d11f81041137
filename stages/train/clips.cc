#include "stages/train/clips.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/base/threads.h"
#include "lib/features/sensor_settings.h"

namespace mote {
namespace {

constexpr const char* kSilence = "silence";
constexpr const char* kUnknown = "unknown";

// What is heard in the background; nothing where features do not hear.
std::vector<std::vector<int16_t>> background_of(const Dataset& dataset,
                                                const FeatureBlock& features) {
  std::vector<std::vector<int16_t>> sounds;
  if (!features.hears()) return sounds;
  const Dataset background = dataset.background();
  for (const Sample& sample : background.samples()) {
    sounds.push_back(features.samples(background.signal(sample), sample.name));
  }
  return sounds;
}

// A cut of the recording by whole frames; a shorter one in the middle.
std::vector<int16_t> cut_of(const std::vector<int16_t>& samples, size_t length,
                            size_t frame_size, uint64_t key) {
  if (samples.size() <= length) return middle_of(samples, length, frame_size);
  const size_t room = (samples.size() - length) / frame_size;
  const auto start =
      samples.begin() + static_cast<ptrdiff_t>(key % (room + 1) * frame_size);
  return {start, start + static_cast<ptrdiff_t>(length)};
}

double unit(uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

}  // namespace

int class_of(const Graph& graph, const std::string& label) {
  auto found = std::ranges::find(graph.classes, label);
  if (found == graph.classes.end()) {
    found = std::ranges::find(graph.classes, kUnknown);
  }
  if (found == graph.classes.end()) return -1;
  return static_cast<int>(found - graph.classes.begin());
}

TrainingClips::TrainingClips(const Dataset& dataset,
                             const FeatureBlock& features, const Graph& graph,
                             const ScoreMapping& scores,
                             const TrainSettings& settings, Run& run)
    : features_(features),
      settings_(settings),
      groups_(scores.groups),
      augmenter_(settings.augment, features.rate_hz(),
                 background_of(dataset, features)) {
  const Dataset examples = dataset.examples();
  if (examples.empty()) {
    throw Error("there are no recordings to train on", "train split",
                "Record more, or lower collect.validation_percent and "
                "collect.test_percent.");
  }
  load(examples, run);
  group(examples, graph, scores);
  scale_ = measure_inputs(graph, run.threads);
}

// The mean and deviation of some of the first epoch's features.
InputScale TrainingClips::measure_inputs(const Graph& graph,
                                         int threads) const {
  constexpr size_t kClips = 200;
  const auto [rows, row_size] = features_.output_shape();
  const size_t size = size_t(rows) * row_size;
  std::vector<int8_t> some(kClips * size);
  parallel_for(kClips, threads, [&](size_t i) {
    make(static_cast<int64_t>(i), std::span(some).subspan(i * size, size));
  });
  int64_t sum = 0, squares = 0;  // exact
  for (const int64_t feature : some) {
    sum += feature;
    squares += feature * feature;
  }
  const auto count = static_cast<double>(some.size());
  const double mean = static_cast<double>(sum) / count;
  const double variance = static_cast<double>(squares) / count - mean * mean;
  const FeatureQuantization quantization = features_.quantization();
  return InputScale(quantization,
                    (mean - quantization.zero_point) * quantization.scale,
                    std::sqrt(variance) * quantization.scale, graph);
}

void TrainingClips::load(const Dataset& dataset, Run& run) {
  const std::vector<Sample>& samples = dataset.samples();
  recordings_.resize(samples.size());
  parallel_for(samples.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    recordings_[i] = {
        samples[i].id,
        features_.samples(dataset.signal(samples[i]), samples[i].name)};
  });
}

void TrainingClips::group(const Dataset& dataset, const Graph& graph,
                          const ScoreMapping& scores) {
  labels_.resize(scores.labels.size());
  std::map<std::string, Word> words;
  for (size_t i = 0; i < dataset.size(); ++i) {
    const std::string& label = dataset.samples()[i].label;
    const int class_index = class_of(graph, label);
    if (class_index < 0) continue;
    words[label].class_index = class_index;
    words[label].recordings.push_back(i);
  }
  std::set<int> taught;
  const auto teach = [&](Word word) {
    taught.insert(word.class_index);
    labels_[groups_.at(word.class_index)].push_back(std::move(word));
  };
  for (auto& [name, word] : words) teach(std::move(word));
  const auto silence = std::ranges::find(graph.classes, kSilence);
  if (silence != graph.classes.end()) {
    teach({static_cast<int>(silence - graph.classes.begin()), {}});
  }
  for (size_t c = 0; c < graph.classes.size(); ++c) {
    if (!taught.contains(static_cast<int>(c))) {
      throw Error("no recording teaches '" + graph.classes[c] + "'",
                  "train split", "Record some, or leave the label out.");
    }
  }
  for (const std::vector<Word>& label : labels_) {
    const auto size = static_cast<double>(label.size());
    shares_.push_back(
        label.empty() ? 0 : std::pow(size, 1 - settings_.label_balance));
  }
  const double total = std::accumulate(shares_.begin(), shares_.end(), 0.0);
  for (double& share : shares_) share /= total;
}

int TrainingClips::make(int64_t clip, std::span<int8_t> features) const {
  const uint64_t key = mix64(static_cast<uint64_t>(settings_.seed), clip);
  double place = unit(mix64(key, 1));
  size_t label = 0;
  while (label + 1 < shares_.size() && place >= shares_[label]) {
    place -= shares_[label++];
  }
  const std::vector<Word>& words = labels_[label];
  const Word& word = words[mix64(key, 2) % words.size()];
  const auto length = static_cast<size_t>(features_.signal_samples());
  std::vector<int16_t> samples;
  if (word.recordings.empty()) {
    samples = augmenter_.silence(length, mix64(key, 3));
  } else {
    const size_t index =
        word.recordings[mix64(key, 3) % word.recordings.size()];
    const Recording& recording = recordings_[index];
    const int epoch = static_cast<int>(clip / settings_.clips_an_epoch);
    const uint64_t variation =
        augment_key(static_cast<uint64_t>(settings_.seed), recording.id, epoch);
    const uint64_t drawn = mix64(variation, clip);
    samples = features_.hears()
                  ? augmenter_.clip(recording.samples, length, drawn)
                  : cut_of(recording.samples, length,
                           static_cast<size_t>(features_.frame_size()), drawn);
  }
  std::ranges::copy(features_.run(samples), features.begin());
  return word.class_index;
}

std::vector<double> TrainingClips::log_priors() const {
  std::vector<double> priors;
  for (int label : groups_) priors.push_back(std::log(shares_[label]));
  return priors;
}

}  // namespace mote
