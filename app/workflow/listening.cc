#include "app/workflow/listening.h"

#include <algorithm>

#include "app/workflow/evaluation.h"
#include "lib/base/threads.h"
#include "lib/runner/host_detector.h"
#include "stages/infer/infer.h"

namespace mote {
namespace {

// A detector that reports the best word at every inference, however weak.
Package eager(Package package) {
  package.detection = package.detection.decided();
  package.detection.threshold = 0;
  package.detection.suppression_ms = 0;
  return package;
}

Prediction hear_clip(Detector& detector, const TestClip& clip, Run& run) {
  Prediction heard{clip.name, clip.label, 0,
                   std::vector<int>(detector.labels().size())};
  for (const Detection& detection : infer(detector, clip.samples, {}, run)) {
    int& score = heard.scores.at(static_cast<size_t>(detection.label));
    score = std::max(score, detection.score);
  }
  heard.predicted = best_label(heard.scores);
  return heard;
}

// The clips of the validation side; none where there are none.
std::optional<TestSet> validation_set(const Project& project,
                                      const Dataset& dataset,
                                      const FeatureBlock& features) {
  const Dataset side = dataset.split("validation");
  if (side.examples().empty()) return std::nullopt;
  return test_set_of(project, side, dataset.background(), features);
}

}  // namespace

Heard hear(const Package& package, const TestSet& test, Run& run) {
  const Package listener = eager(package);
  Heard heard;
  heard.clips.resize(test.clips.size());
  const size_t parts =
      std::min<size_t>(static_cast<size_t>(run.threads), test.clips.size());
  parallel_for(parts, run.threads, [&](size_t part) {
    const auto detector = make_host_detector(listener);
    for (size_t i = part; i < test.clips.size(); i += parts) {
      run.throw_if_stopped();
      heard.clips[i] = hear_clip(*detector, test.clips[i], run);
    }
  });
  heard.point = operating_point(heard.clips, word_labels(test.labels),
                                package.detection.decided().threshold);
  return heard;
}

DetectionDecision decide_detection(const Project& project,
                                   const Package& package,
                                   const Dataset& dataset,
                                   int hops_that_keep_up, Run& run) {
  DetectionDecision decision{project.settings<DetectionSettings>("detection"),
                             {}};
  if (decision.settings.hops_a_score == 0) {
    decision.settings.hops_a_score = hops_that_keep_up;
  }
  const bool open = decision.settings.threshold < 0;
  decision.settings = decision.settings.decided();
  const auto validation =
      validation_set(project, dataset, *package.make_features());
  if (!open || !validation) return decision;
  Package listener = package;
  listener.detection = decision.settings;
  const Heard heard = hear(listener, *validation, run);
  decision.validation = choose_operating_point(
      heard.clips, word_labels(validation->labels),
      project.settings<EvaluateSettings>("evaluate").false_alarm_limit);
  if (decision.validation) {
    decision.settings.threshold = decision.validation->threshold;
  }
  return decision;
}

}  // namespace mote
