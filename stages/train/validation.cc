#include "stages/train/validation.h"

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

constexpr uint64_t kSilenceStream = 0x5117e4ce;

// Cuts of silence for validation: as many as a label has clips on average.
size_t silence_count(size_t clips, size_t labels) {
  return std::max<size_t>(20, clips / std::max<size_t>(1, labels));
}

}  // namespace

std::vector<double> label_scores(const ScoreMapping& scores,
                                 const float* logits) {
  const size_t classes = scores.groups.size();
  const float largest = *std::max_element(logits, logits + classes);
  std::vector<double> sums(scores.labels.size());
  double total = 0;
  for (size_t c = 0; c < classes; ++c) {
    const double prior = scores.log_priors.empty() ? 0 : scores.log_priors[c];
    const double share = std::exp(logits[c] - largest - prior);
    sums[scores.groups[c]] += share;
    total += share;
  }
  for (double& sum : sums) sum /= total;
  return sums;
}

Validation::Validation(const Dataset& dataset, const FeatureBlock& features,
                       const Graph& graph, const ScoreMapping& scores,
                       const TrainingClips& clips, Run& run)
    : scores_(scores) {
  const Dataset examples = dataset.examples();
  if (examples.empty()) {
    throw Error("there are no recordings to validate on", "validation split",
                "Record more speakers, or raise collect.validation_percent.");
  }
  std::vector<size_t> kept;
  for (size_t i = 0; i < examples.size(); ++i) {
    const int class_index = class_of(graph, examples.samples()[i].label);
    if (class_index < 0) continue;
    kept.push_back(i);
    labels_.push_back(scores.groups.at(class_index));
  }
  const size_t recorded = kept.size();
  const int silence = class_of(graph, "silence");
  const bool has_silence = silence >= 0 && graph.classes[silence] == "silence";
  const size_t total =
      recorded +
      (has_silence ? silence_count(recorded, scores.labels.size()) : 0);
  labels_.resize(total, has_silence ? scores.groups.at(silence) : 0);
  const int64_t size = graph.input.size();
  inputs_.resize(total * size);
  logits_.resize(total * graph.classes.size());
  const auto length = static_cast<size_t>(features.signal_samples());
  parallel_for(total, run.threads, [&](size_t i) {
    run.throw_if_stopped();
    const std::vector<int16_t> samples =
        i < recorded
            ? features.samples(examples.signal(examples.samples()[kept[i]]),
                               examples.samples()[kept[i]].name)
            : clips.augmenter().silence(length, mix64(kSilenceStream, i));
    clips.scale().apply(features.run(samples), inputs_.data() + i * size);
  });
}

ValidationMeasures Validation::measure(engine::Network& network) {
  network.predict(inputs_, logits_);
  const size_t classes = scores_.groups.size();
  std::vector<double> count(scores_.labels.size()), right(count), loss(count);
  for (size_t i = 0; i < labels_.size(); ++i) {
    const auto label = static_cast<size_t>(labels_[i]);
    const std::vector<double> scores =
        label_scores(scores_, logits_.data() + i * classes);
    const auto best = std::ranges::max_element(scores) - scores.begin();
    ++count[label];
    right[label] += static_cast<size_t>(best) == label;
    loss[label] -= std::log(std::max(scores[label], 1e-12));
  }
  ValidationMeasures measures;
  double labels = 0, all_right = 0, variance = 0;
  for (size_t label = 0; label < count.size(); ++label) {
    if (count[label] == 0) continue;
    ++labels;
    all_right += right[label];
    measures.loss += loss[label] / count[label];
    const double recall = right[label] / count[label];
    measures.balanced_accuracy += recall;
    variance += recall * (1 - recall) / count[label];
  }
  measures.loss /= labels;
  measures.balanced_accuracy /= labels;
  measures.standard_error = std::sqrt(variance) / labels;
  measures.accuracy = all_right / static_cast<double>(labels_.size());
  return measures;
}

}  // namespace mote
