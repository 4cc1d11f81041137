#include "stages/preprocess/preprocess.h"

#include <fmt/format.h>

#include "app/workflow/work/features_file.h"
#include "app/workflow/work/work.h"
#include "lib/features/blocks.h"

namespace mote {

namespace {

// The recordings of the training side, for what a block takes from them.
TrainingSignals training_signals(const Dataset& training, const Run& run) {
  return {training.size(),
          [&](size_t i) { return training.signal(training.samples()[i]); },
          [&](size_t i) { return training.samples()[i].name; }, run.threads};
}

}  // namespace

std::unique_ptr<FeatureBlock> fit_feature_block(const Project& project,
                                                const Dataset& training,
                                                const Run& run) {
  nlohmann::json settings = project.settings().at("preprocess");
  const FeatureBlockKind& kind =
      feature_block_kind(settings.at("block").get<std::string>());
  settings.erase("block");
  return kind.make(kind.fit(settings.dump(), training_signals(training, run)));
}

std::unique_ptr<FeatureBlock> read_feature_block(const std::string& text) {
  const auto fitted = nlohmann::json::parse(text);
  return make_feature_block(fitted.at("block"), fitted.at("settings").dump());
}

nlohmann::json preprocess_work(StageWork& work) {
  const Dataset training = dataset_of(work.project, work.input_text("snapshot"))
                               .examples()
                               .split("train");
  const auto block = fit_feature_block(work.project, training, work.run);
  const FeatureSet set = preprocess(training, *block, work.run);
  work.give("features", write_features(set));
  work.give(
      "feature_block",
      nlohmann::json({{"block", block->name()},
                      {"settings", nlohmann::json::parse(block->canonical())}})
          .dump());
  return {{"summary",
           fmt::format(
               "{}, {:g}/{:g} ms -> {}x{}, {} training clips", block->name(),
               1000 * block->window_samples() / block->samples_a_second(),
               1000 * block->hop_samples() / block->samples_a_second(),
               set.rows, set.row_size,
               with_commas(static_cast<int64_t>(set.features.size())))},
          {"block", block->name()},
          {"rows", set.rows},
          {"row_size", set.row_size},
          {"clips", set.features.size()},
          {"instructions_a_second", block->cost().instructions_a_second},
          {"ram_bytes", block->cost().ram_bytes},
          {"flash_bytes", block->cost().flash_bytes}};
}

}  // namespace mote
