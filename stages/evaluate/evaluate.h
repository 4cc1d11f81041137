// The evaluate stage: a detector, whatever it runs on, against clips that it
// never learned from.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/run.h"
#include "lib/runner/detector.h"
#include "lib/settings/settings.h"
#include "stages/evaluate/metrics.h"
#include "stages/evaluate/roc.h"
#include "stages/evaluate/targets.h"
#include "stages/evaluate/test_set.h"

namespace mote {

// The section [evaluate] of mote.toml.
struct EvaluateSettings {
  std::vector<std::pair<std::string, std::string>> targets;
  int silence_clips = 100;
  double false_alarm_limit = 0.02;
  int worst_clips = 12;

  static const FieldList& fields();
};

// What a detector reports of clips that it hears as part of a running signal:
// a prediction's scores are the highest that each word reached there, smoothed
// as the detector smooths them, 0 where it never was the best label.
struct Heard {
  std::vector<Prediction> clips;
  OperatingPoint point;  // with the detector's own threshold
};

struct Evaluation {
  std::vector<std::string> labels;
  std::vector<Prediction> predictions;
  Heard heard;
  Confusion confusion;
  std::vector<ClassMetrics> per_class;
  double accuracy = 0, balanced_accuracy = 0;
  Bounds accuracy_interval, balanced_interval;  // 95 %
  // Silence is cut from the same noise that training mixes in: it flatters.
  double accuracy_without_silence = 0, balanced_without_silence = 0;
  double word_recall = 0;  // the mean recall of the words
  Roc roc;                 // of what was heard
  std::vector<TargetMetric> targets;
  std::vector<size_t> worst;  // indices into predictions, the most certain
                              // mistakes first
  std::vector<std::string> notes;
  // The share of clips whose scores are bit-equal to another detector's.
  std::optional<double> equal_scores;

  bool targets_met() const;
};

// What the detector says of each clip.
std::vector<Prediction> predict(Detector& detector, const TestSet& test,
                                Run& run);

// The figures of predictions, also of several folds' put together.
Evaluation summarize(const std::vector<std::string>& labels,
                     std::vector<Prediction> predictions, Heard heard,
                     const EvaluateSettings& settings);

// The share of clips to which both gave the same scores, bit for bit.
double share_of_equal_scores(const std::vector<Prediction>& a,
                             const std::vector<Prediction>& b);

// docs/json.md describes the keys.
nlohmann::json evaluation_json(const Evaluation& evaluation);
Evaluation evaluation_from_json(const nlohmann::json& document,
                                const EvaluateSettings& settings);

}  // namespace mote
