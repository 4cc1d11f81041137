#include "lib/features/blocks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lib/base/error.h"
#include "lib/features/micro_frontend/micro_frontend.h"
#include "lib/features/picture/picture.h"
#include "lib/features/raw/raw.h"
#include "lib/features/sound/sound.h"
#include "lib/features/spectral/spectral.h"
#include "lib/features/statistics/statistics.h"

namespace mote {

const std::vector<FeatureBlockKind>& feature_block_kinds() {
  static const std::vector<FeatureBlockKind> table = {
      micro_frontend_kind(), mfcc_kind(),       mfe_kind(),
      picture_kind(),        raw_kind(),        spectral_kind(),
      spectrogram_kind(),    statistics_kind(),
  };
  return table;
}

std::vector<std::string> feature_block_names() {
  std::vector<std::string> names;
  for (const FeatureBlockKind& kind : feature_block_kinds()) {
    names.push_back(kind.name);
  }
  return names;
}

const FeatureBlockKind& feature_block_kind(const std::string& name) {
  for (const FeatureBlockKind& kind : feature_block_kinds()) {
    if (name == kind.name) return kind;
  }
  const std::string near = nearest(name, feature_block_names());
  throw Error(
      fmt::format("unknown feature block '{}'", name), "preprocess.block",
      near.empty()
          ? fmt::format("Blocks: {}.", fmt::join(feature_block_names(), ", "))
          : fmt::format("Did you mean '{}'?", near));
}

std::unique_ptr<FeatureBlock> make_feature_block(
    const std::string& name, const std::string& settings_json) {
  return feature_block_kind(name).make(settings_json);
}

}  // namespace mote
