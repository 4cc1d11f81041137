#include "lib/base/error.h"
#include "lib/package/package.h"

namespace mote {

std::unique_ptr<FeatureBlock> Package::make_features() const {
  if (feature_block.empty()) {
    throw Error("is a bare model without a feature block", name,
                "Give a .mote package, which holds the features too.");
  }
  return make_feature_block(feature_block, feature_settings);
}

}  // namespace mote
