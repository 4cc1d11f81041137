// The feature block "statistics": seven numbers an axis that say much of slow
// signals (gas, temperature, distance) and something of fast ones. As Edge
// Impulse's flatten, and crossings of the mean.
#pragma once

#include <string>
#include <vector>

#include "lib/features/blocks.h"

namespace mote {

struct StatisticsSettings : WindowSettings {
  std::vector<std::string> statistics = {"average", "minimum",   "maximum",
                                         "rms",     "deviation", "skewness",
                                         "kurtosis"};

  static const FieldList& fields();
};

// Throws Error for a statistic that is not known.
void check_settings(const StatisticsSettings& settings);

FeatureBlockKind statistics_kind();

}  // namespace mote
