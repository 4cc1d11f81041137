#include "stages/train/train.h"

#include <fmt/format.h>

#include "app/workflow/work/work.h"

namespace mote {
namespace {

nlohmann::json history_json(const Training& training) {
  nlohmann::json list = nlohmann::json::array();
  for (const engine::EventScalars& epoch : training.history) {
    list.push_back(epoch.values);
    list.back()["epoch"] = epoch.step;
  }
  return list;
}

nlohmann::json train_facts(const Training& training) {
  const auto& measures = training.checkpoint.measures;
  return {{"summary",
           fmt::format("{:.0f} epochs, validation {:.1f} % (balanced {:.1f} "
                       "%), the best at epoch {:.0f}",
                       measures.at("epochs"),
                       100 * measures.at("validation_accuracy"),
                       100 * measures.at("validation_balanced_accuracy"),
                       measures.at("epoch"))},
          {"measures", measures},
          {"history", history_json(training)}};
}

}  // namespace

nlohmann::json train_work(StageWork& work) {
  const Dataset dataset = dataset_of(work.project, work.input_text("snapshot"));
  const Checkpoint design =
      read_checkpoint(work.input("graph"), "the designed graph");
  const Training training =
      train(dataset, *read_feature_block(work.input_text("feature_block")),
            design.graph, design.scores,
            work.project.settings<TrainSettings>("train"), work.run);
  work.give("checkpoint", write_checkpoint(training.checkpoint));
  work.give("events", training.event_log);
  return train_facts(training);
}

}  // namespace mote
