// Recordings to features, and features to pictures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"

namespace mote {

// The features of every sample, in the data set's order, whatever the number
// of threads. Throws Error naming the recording that cannot be read, Stopped
// when asked to.
FeatureSet preprocess(const Dataset& dataset, const FeatureBlock& block,
                      Run& run);

// A picture (PNG) of one clip (FeatureBlock::samples): its waveform, of the
// first axis, over the features the model sees, on one time axis.
std::vector<uint8_t> draw_features(const FeatureBlock& block,
                                   const std::vector<int16_t>& clip,
                                   const std::string& title);

}  // namespace mote
