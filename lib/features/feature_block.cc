#include "lib/features/feature_block.h"

#include <fmt/format.h>

#include "lib/base/error.h"
#include "lib/features/micro_frontend/micro_frontend.h"
#include "lib/settings/settings.h"

namespace mote {
namespace {

struct Row {
  const char* name;
  std::unique_ptr<FeatureBlock> (*make)(const std::string& settings_json);
};

// Every block mote has. A new one adds a row.
constexpr Row kBlocks[] = {
    {"micro_frontend", make_micro_frontend},
};

}  // namespace

std::vector<int16_t> FeatureBlock::quiet_sound(
    std::span<const int16_t> clip) const {
  std::vector<int16_t> heard = heard_signal(clip);
  heard.resize(warm_up_samples());
  return heard;
}

std::vector<std::string> feature_block_names() {
  std::vector<std::string> names;
  for (const Row& row : kBlocks) names.emplace_back(row.name);
  return names;
}

std::unique_ptr<FeatureBlock> make_feature_block(
    const std::string& name, const std::string& settings_json) {
  for (const Row& row : kBlocks) {
    if (name == row.name) return row.make(settings_json);
  }
  const std::string near = nearest(name, feature_block_names());
  throw Error(
      fmt::format("unknown feature block '{}'", name), "preprocess.block",
      near.empty()
          ? fmt::format("Blocks: {}.", fmt::join(feature_block_names(), ", "))
          : fmt::format("Did you mean '{}'?", near));
}

}  // namespace mote
