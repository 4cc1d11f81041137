#include <fmt/format.h>

#include <iterator>
#include <set>

#include "app/workflow/evaluation.h"
#include "app/workflow/listening.h"
#include "app/workflow/work/work.h"
#include "lib/base/cpu.h"
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
  const Design designed = design_for(project, dataset, block);
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
  package.detection = decide_detection(project, package, dataset,
                                       designed.report.hops_a_score, run)
                          .settings;
  return package;
}

// The evaluation of one fold, as evaluation_json().
nlohmann::json judge_fold(const Project& project, const Dataset& split,
                          Run& run) {
  const auto features =
      fit_feature_block(project, split.examples().split("train"), run);
  const Package package = train_package(project, split, *features, run);
  const TestSet test = test_set(project, split, *features);
  const auto detector = make_host_detector(package);
  return evaluation_json(summarize(test.labels, predict(*detector, test, run),
                                   hear(package, test, run),
                                   EvaluateSettings()));
}

// What a fold's evaluation depends on: the recordings on their sides, the
// settings of the stages that lead to it, and those stages' versions.
Recipe fold_recipe(const Project& project, const Dataset& split) {
  std::set<std::string> reads = {"evaluate.silence_clips"};
  std::map<std::string, std::string> inputs = {
      {"snapshot", project.store().objects().put(split.snapshot())}};
  for (const Stage& stage : stages()) {
    if (stage.name == "evaluate") break;
    inputs[stage.name + " version"] = std::to_string(stage.version);
    if (stage.name != "collect") {
      reads.insert(stage.reads.begin(), stage.reads.end());
    }
  }
  Recipe recipe;
  recipe.stage = "fold";
  recipe.settings = project.canonical({reads.begin(), reads.end()});
  recipe.inputs = inputs;
  recipe.key =
      recipe_key(recipe.stage, recipe.version, recipe.settings, recipe.inputs);
  return recipe;
}

// The fold's evaluation out of the store, or made and kept there. After
// `kill -9` finished folds are there, and a training goes on where it was.
nlohmann::json fold_evaluation(const Project& project, const Dataset& split,
                               Run& run) {
  const ObjectStore& objects = project.store().objects();
  Recipe recipe = fold_recipe(project, split);
  const auto done = project.store().ledger().find(recipe.key);
  if (done && objects.has(done->outputs.at("fold"))) {
    return nlohmann::json::parse(objects.get_text(done->outputs.at("fold")));
  }
  run.scratch = project.scratch(recipe.key);
  fs::create_directories(run.scratch);
  const nlohmann::json evaluation = judge_fold(project, split, run);
  recipe.outputs = {{"fold", project.store().objects().put(evaluation.dump())}};
  recipe.isa = isa_name(host_isa());
  project.store().ledger().record(recipe);
  fs::remove_all(run.scratch);
  return evaluation;
}

// Adds what one fold found at its own threshold.
void add_point(const OperatingPoint& point, int folds, OperatingPoint& pooled) {
  pooled.threshold += point.threshold / folds;
  pooled.words += point.words;
  pooled.found += point.found;
  pooled.others += point.others;
  pooled.alarms += point.alarms;
}

template <class T>
void append(std::vector<T>&& more, std::vector<T>& all) {
  all.insert(all.end(), std::make_move_iterator(more.begin()),
             std::make_move_iterator(more.end()));
}

}  // namespace

nlohmann::json cross_validate(const Project& project, int folds, Run& run) {
  const auto lock = project.lock();
  const Dataset dataset =
      collect(project.store(), project.settings<CollectSettings>("collect"),
              project.rates());
  std::vector<Prediction> pooled;
  Heard heard;
  for (int fold = 0; fold < folds; ++fold) {
    run.throw_if_stopped();
    run.progress.note(fmt::format("fold {} of {}", fold + 1, folds));
    const Dataset split = fold_of(dataset, static_cast<unsigned>(fold),
                                  static_cast<unsigned>(folds));
    Evaluation one = evaluation_from_json(fold_evaluation(project, split, run),
                                          EvaluateSettings());
    add_point(one.heard.point, folds, heard.point);
    append(std::move(one.heard.clips), heard.clips);
    append(std::move(one.predictions), pooled);
  }
  nlohmann::json document = evaluation_facts(
      project, summarize(project.requirements().labels, std::move(pooled),
                         std::move(heard),
                         project.settings<EvaluateSettings>("evaluate")));
  document["folds"] = folds;
  return document;
}

}  // namespace mote
