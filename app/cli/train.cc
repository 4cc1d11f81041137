#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/results.h"
#include "app/cli/stage_runner.h"

namespace mote {
namespace {

int train_project(Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const auto facts = run_to_stage(project, "train", console, common);
  console.result(facts);
  const auto& measures = facts.at("measures");
  console.print("kept: epoch {} of {}", measures.at("epoch").get<double>(),
                measures.at("epochs").get<double>());
  console.print("loss       training {:.3f}   validation {:.3f}",
                measures.at("training_loss").get<double>(),
                measures.at("validation_loss").get<double>());
  console.print("accuracy   training {}   validation {} (balanced {})",
                percent_text(measures.at("training_accuracy")),
                percent_text(measures.at("validation_accuracy")),
                percent_text(measures.at("validation_balanced_accuracy")));
  console.print("\nCurves: tensorboard --logdir {}",
                (project.out() / "tensorboard").string());
  return 0;
}

}  // namespace

void train_command(Arguments& arguments) {
  arguments.runs_stages();
  arguments.settings_of("train");
  arguments.examples(
      "  mote train\n"
      "  mote train --set train.epochs=60 --set train.learning_rate=0.002\n"
      "  mote train --set design.model=tc --threads 1\n");
  arguments.action(train_project);
}

}  // namespace mote
