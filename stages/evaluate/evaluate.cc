#include "stages/evaluate/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lib/base/error.h"

namespace mote {
namespace {

int silence_label(const std::vector<std::string>& labels) {
  const auto found = std::find(labels.begin(), labels.end(), "silence");
  return found == labels.end() ? -1 : static_cast<int>(found - labels.begin());
}

double mean_recall(const std::vector<ClassMetrics>& classes,
                   const std::vector<int>& words) {
  double recalls = 0;
  int counted = 0;
  for (const int word : words) {
    const ClassMetrics& metrics = classes[static_cast<size_t>(word)];
    if (metrics.samples == 0) continue;
    recalls += metrics.recall;
    ++counted;
  }
  return counted > 0 ? recalls / counted : 0;
}

// How far a mistake's score is above the score of the truth.
int certainty(const Prediction& prediction) {
  return prediction.scores[static_cast<size_t>(prediction.predicted)] -
         prediction.scores[static_cast<size_t>(prediction.truth)];
}

std::vector<size_t> worst_mistakes(const std::vector<Prediction>& predictions,
                                   int count) {
  std::vector<size_t> mistakes;
  for (size_t i = 0; i < predictions.size(); ++i) {
    if (predictions[i].truth != predictions[i].predicted) mistakes.push_back(i);
  }
  std::stable_sort(mistakes.begin(), mistakes.end(), [&](size_t a, size_t b) {
    return certainty(predictions[a]) > certainty(predictions[b]);
  });
  mistakes.resize(std::min(mistakes.size(), static_cast<size_t>(count)));
  return mistakes;
}

// Every figure that a target may name.
std::map<std::string, double> named_figures(const Evaluation& evaluation) {
  std::map<std::string, double> figures = {
      {"accuracy", evaluation.accuracy},
      {"balanced_accuracy", evaluation.balanced_accuracy},
      {"accuracy_without_silence", evaluation.accuracy_without_silence},
      {"balanced_accuracy_without_silence",
       evaluation.balanced_without_silence},
      {"word_recall", evaluation.word_recall},
      {"area_under_roc", evaluation.roc.area},
      {"words_found", evaluation.heard.point.found_share()},
      {"false_alarms", evaluation.heard.point.alarm_share()},
  };
  for (const ClassMetrics& metrics : evaluation.per_class) {
    figures["precision_" + metrics.label] = metrics.precision;
    figures["recall_" + metrics.label] = metrics.recall;
    figures["f1_" + metrics.label] = metrics.f1;
  }
  return figures;
}

}  // namespace

const FieldList& EvaluateSettings::fields() {
  using S = EvaluateSettings;
  static const FieldList list =
      FieldsOf<S>()
          .text_table(
              "targets", &S::targets,
              "metrics to reach: balanced_accuracy = \">= 0.93\"; also "
              "accuracy, word_recall, recall_LABEL, precision_LABEL ...")
          .integer("silence_clips", &S::silence_clips,
                   "clips of silence, cut from background recordings",
                   {0, 100000})
          .number("false_alarm_limit", &S::false_alarm_limit,
                  "share of other clips in which a word may be reported when "
                  "detection.threshold is chosen",
                  {0, 1})
          .integer("worst_clips", &S::worst_clips,
                   "mistakes shown in the report", {0, 1000});
  return list;
}

bool Evaluation::targets_met() const {
  return std::all_of(targets.begin(), targets.end(),
                     [](const TargetMetric& target) { return target.met; });
}

std::vector<Prediction> predict(Detector& detector, const TestSet& test,
                                Run& run) {
  if (detector.labels() != test.labels) {
    throw Error("the model has other labels than the project", "",
                "Train again: mote run.");
  }
  constexpr size_t kBatch = 100;
  std::vector<Prediction> predictions;
  const size_t count = test.clips.size();
  for (size_t start = 0; start < count; start += kBatch) {
    run.throw_if_stopped();
    run.progress.update("clip", static_cast<int64_t>(start),
                        static_cast<int64_t>(count), "");
    std::vector<std::vector<int16_t>> clips;
    for (size_t i = start; i < std::min(count, start + kBatch); ++i) {
      clips.push_back(test.clips[i].samples);
    }
    const auto scores = detector.score_all(clips);
    for (size_t i = 0; i < clips.size(); ++i) {
      const TestClip& clip = test.clips[start + i];
      predictions.push_back(
          {clip.name, clip.label, best_label(scores[i]), scores[i]});
    }
  }
  return predictions;
}

Evaluation summarize(const std::vector<std::string>& labels,
                     std::vector<Prediction> predictions, Heard heard,
                     const EvaluateSettings& settings) {
  Evaluation result;
  result.labels = labels;
  result.predictions = std::move(predictions);
  result.heard = std::move(heard);
  result.confusion = count_confusion(result.predictions, labels.size());
  result.per_class = class_metrics(result.confusion, labels);
  result.accuracy = accuracy(result.confusion);
  result.balanced_accuracy = balanced_accuracy(result.confusion);
  int correct = 0;
  for (const ClassMetrics& metrics : result.per_class) {
    correct += metrics.correct;
  }
  result.accuracy_interval =
      wilson_interval(correct, static_cast<int>(result.predictions.size()));
  result.balanced_interval = bootstrap_balanced(result.confusion);
  const Confusion spoken =
      without_label(result.confusion, silence_label(labels));
  result.accuracy_without_silence = accuracy(spoken);
  result.balanced_without_silence = balanced_accuracy(spoken);
  const std::vector<int> words = word_labels(labels);
  result.word_recall = mean_recall(result.per_class, words);
  result.roc = word_roc(result.heard.clips, words);
  result.worst = worst_mistakes(result.predictions, settings.worst_clips);
  result.targets = check_targets(settings.targets, named_figures(result));
  return result;
}

double share_of_equal_scores(const std::vector<Prediction>& a,
                             const std::vector<Prediction>& b) {
  if (a.size() != b.size() || a.empty()) return 0;
  size_t equal = 0;
  for (size_t i = 0; i < a.size(); ++i) equal += a[i].scores == b[i].scores;
  return static_cast<double>(equal) / static_cast<double>(a.size());
}

}  // namespace mote
