// The feature block "raw": the readings themselves, a frame a row, for
// networks that find features of their own.
#pragma once

#include "lib/features/blocks.h"

namespace mote {

struct RawSettings : SensorSettings {
  static const FieldList& fields();
};

void check_settings(const RawSettings& settings);

FeatureBlockKind raw_kind();

}  // namespace mote
