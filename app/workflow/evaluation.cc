#include "app/workflow/evaluation.h"

#include <fmt/format.h>

#include <set>

#include "app/workflow/listening.h"
#include "app/workflow/work/work.h"
#include "lib/base/error.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/splits.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/runner/host_detector.h"
#include "stages/collect/collect.h"
#include "stages/collect/import.h"
#include "stages/deploy/deploy.h"
#include "stages/evaluate/evaluate.h"

namespace mote {
namespace {

TestSetOptions test_set_options(const Project& project) {
  TestSetOptions options;
  options.silence_clips =
      project.settings<EvaluateSettings>("evaluate").silence_clips;
  return options;
}

std::set<std::string> heard_in_training(const Dataset& dataset) {
  std::set<std::string> groups;
  for (const Sample& sample : dataset.examples().samples()) {
    if (sample.split != "test") groups.insert(sample.group);
  }
  return groups;
}

// The recordings of a folder, imported into a store of their own under
// `scratch`, without the speakers of the training.
TestSet read_test_set(const Project& project, const fs::path& folder,
                      Store& scratch, const Dataset& dataset,
                      const FeatureBlock& features, Run& run) {
  import_recordings(folder, scratch, {}, run);
  const Dataset all = in_windows(open_dataset(scratch, {}, project.rates()),
                                 project.settings<CollectSettings>("collect"));
  const auto heard = heard_in_training(dataset);
  const Dataset fresh = all.examples().select(
      [&](const Sample& sample) { return !heard.contains(sample.group); });
  const Dataset background =
      all.background().empty() ? dataset.background() : all.background();
  TestSet set = test_set_of(project, fresh, background, features);
  const size_t left_out = all.examples().size() - fresh.size();
  if (left_out > 0) {
    set.notes.push_back(fmt::format(
        "{} clips of speakers heard in training are left out", left_out));
  }
  return set;
}

struct Judged {
  std::vector<Prediction> predictions;
  std::optional<double> equal_scores;
};

Judged judge(const Project& project, const Package& package,
             const EvaluationChoice& choice, const TestSet& test, Run& run) {
  const auto host = make_host_detector(package);
  Judged judged{predict(*host, test, run), {}};
  if (choice.on != "firmware") return judged;
  const Target target = emulated_target(project);
  const auto firmware = make_emulated_detector(
      package, target, project.out() / "deploy" / target.name / "firmware.elf");
  std::vector<Prediction> emulated = predict(*firmware, test, run);
  judged.equal_scores = share_of_equal_scores(judged.predictions, emulated);
  judged.predictions = std::move(emulated);
  return judged;
}

}  // namespace

Target emulated_target(const Project& project) {
  for (const std::string& name :
       project.settings<DeploySettings>("deploy").targets) {
    Target target = read_target(name);
    if (!target.qemu_program.empty()) return target;
  }
  throw Error("no target has an emulator", "deploy.targets",
              "Add \"qemu-cortex-m4\" to targets in [deploy].");
}

TestSet test_set(const Project& project, const Dataset& dataset,
                 const FeatureBlock& features) {
  return test_set_of(project, require_split(dataset, "test"),
                     dataset.background(), features);
}

TestSet test_set_of(const Project& project, const Dataset& clips,
                    const Dataset& background, const FeatureBlock& features) {
  return make_test_set(clips, background, project.requirements().labels,
                       features, test_set_options(project));
}

std::string held_out(const Project& project) {
  const std::string split = project.settings<CollectSettings>("collect").split;
  if (split == "time") {
    return "later samples of recordings that training began with";
  }
  if (split == "sample") {
    return "samples set apart, by makers that training may know";
  }
  return project.requirements().sensor == "microphone"
             ? "clips of speakers never trained on"
             : "samples of groups never trained on";
}

nlohmann::json evaluation_facts(const Project& project,
                                const Evaluation& evaluation) {
  nlohmann::json facts = evaluation_json(evaluation);
  facts["held_out"] = held_out(project);
  facts.erase("predictions");
  facts.erase("heard");
  facts["summary"] = fmt::format(
      "balanced accuracy {:.1f} % ({:.1f} to {:.1f}), accuracy {:.1f} %, {} "
      "clips",
      100 * evaluation.balanced_accuracy,
      100 * evaluation.balanced_interval.low,
      100 * evaluation.balanced_interval.high, 100 * evaluation.accuracy,
      evaluation.predictions.size());
  return facts;
}

nlohmann::json evaluate_on(const Project& project,
                           const std::vector<StageState>& states,
                           const EvaluationChoice& choice, Run& run) {
  const ObjectStore& objects = project.store().objects();
  Package package =
      read_package(objects.get(output_of(states, "package")), "the package");
  if (choice.on == "float") {
    package.model = objects.get(output_of(states, "float.tflite"));
  }
  const Dataset dataset =
      dataset_of(project, objects.get_text(output_of(states, "snapshot")));
  const TemporaryFolder scratch;
  Store other(scratch.path());
  const auto features = package.make_features();
  const TestSet test =
      choice.data.empty()
          ? test_set(project, dataset, *features)
          : read_test_set(project, choice.data, other, dataset, *features, run);
  const Judged judged = judge(project, package, choice, test, run);
  Evaluation evaluation =
      summarize(test.labels, judged.predictions, hear(package, test, run),
                project.settings<EvaluateSettings>("evaluate"));
  evaluation.notes = test.notes;
  evaluation.equal_scores = judged.equal_scores;
  return evaluation_facts(project, evaluation);
}

}  // namespace mote
