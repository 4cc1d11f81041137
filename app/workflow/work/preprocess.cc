#include "stages/preprocess/preprocess.h"

#include <fmt/format.h>

#include "app/workflow/work/features_file.h"
#include "app/workflow/work/work.h"

namespace mote {

std::unique_ptr<FeatureBlock> feature_block(const Project& project) {
  nlohmann::json settings = project.settings().at("preprocess");
  const std::string block = settings.at("block");
  settings.erase("block");
  return make_feature_block(block, settings.dump());
}

nlohmann::json preprocess_work(StageWork& work) {
  const auto block = feature_block(work.project);
  const Dataset training = dataset_of(work.project, work.input_text("snapshot"))
                               .examples()
                               .split("train");
  const FeatureSet set = preprocess(training, *block, work.run);
  work.give("features", write_features(set));
  return {{"summary",
           fmt::format("{}, {:g}/{:g} ms -> {}x{}, {} training clips",
                       block->name(),
                       1000 * block->window_samples() / block->rate_hz(),
                       1000 * block->hop_samples() / block->rate_hz(), set.rows,
                       set.row_size,
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
