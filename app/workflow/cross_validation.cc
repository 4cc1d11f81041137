#include <fmt/format.h>

#include "app/workflow/evaluation.h"
#include "app/workflow/work/work.h"
#include "lib/base/hash.h"
#include "lib/package/package.h"
#include "lib/runner/host_detector.h"
#include "stages/collect/collect.h"
#include "stages/convert/convert.h"
#include "stages/design/design.h"
#include "stages/evaluate/evaluate.h"
#include "stages/preprocess/preprocess.h"
#include "stages/train/train.h"

namespace mote {
namespace {

// The data set with the speakers of one fold on the side test and all others
// on the sides train and validation.
Dataset fold_of(const Dataset& dataset, unsigned fold, unsigned folds) {
  std::vector<Sample> samples = dataset.samples();
  for (Sample& sample : samples) {
    if (sample.label == kBackgroundLabel) continue;
    if (sha1_modulo(sample.group, folds) == fold) {
      sample.split = "test";
    } else if (sample.split == "test") {
      sample.split = "train";
    }
  }
  return Dataset(samples, [dataset](const Sample& sample) {
    return dataset.signal(sample);
  });
}

// Trains on the fold's train side and gives the int8 package.
Package train_package(const Project& project, const Dataset& dataset,
                      const FeatureBlock& block, Run& run) {
  const Design designed = design_for(project, dataset);
  const Training training =
      train(dataset, block, designed.graph, designed.scores,
            project.settings<TrainSettings>("train"), run);
  const FeatureSet representative =
      preprocess(dataset.examples().split("train"), block, run);
  const Converted converted =
      convert(training.checkpoint, representative, block.quantization(),
              project.settings<ConvertSettings>("convert"), run);
  Package package;
  package.name = project.name();
  package.model = converted.int8_model;
  package.feature_block = block.name();
  package.feature_settings = block.canonical();
  package.scores = training.checkpoint.scores;
  return package;
}

}  // namespace

nlohmann::json cross_validate(const Project& project, int folds, Run& run) {
  const auto lock = project.lock();
  const auto block = feature_block(project);
  const Dataset dataset =
      collect(project.store(), project.settings<CollectSettings>("collect"),
              project.requirements().rate_hz);
  std::vector<Prediction> pooled;
  for (int fold = 0; fold < folds; ++fold) {
    run.progress.note(fmt::format("fold {} of {}", fold + 1, folds));
    const Dataset split = fold_of(dataset, static_cast<unsigned>(fold),
                                  static_cast<unsigned>(folds));
    const TestSet test = test_set(project, split);
    const auto detector =
        make_host_detector(train_package(project, split, *block, run));
    for (Prediction& prediction : predict(*detector, test, run)) {
      pooled.push_back(std::move(prediction));
    }
  }
  nlohmann::json document = evaluation_json(
      summarize(project.requirements().labels, std::move(pooled),
                project.settings<EvaluateSettings>("evaluate")));
  document.erase("predictions");
  document["folds"] = folds;
  return document;
}

}  // namespace mote
