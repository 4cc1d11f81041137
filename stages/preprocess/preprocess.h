// Recordings to features, and features to pictures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"

namespace mote {

// The int16 samples of one axis at the block's rate, resampled where the
// recording has another one. Throws Error naming `where` for signals that are
// not int16 audio of one axis.
std::vector<int16_t> samples_for(const FeatureBlock& block,
                                 const Signal& signal,
                                 const std::string& where);

// The features of every sample, in the data set's order, whatever the number
// of threads. Throws Error naming the recording that cannot be read, Stopped
// when asked to.
FeatureSet preprocess(const Dataset& dataset, const FeatureBlock& block,
                      Run& run);

// A picture (PNG) of one clip: its waveform over the features the model sees,
// on one time axis.
std::vector<uint8_t> draw_features(const FeatureBlock& block,
                                   const Signal& signal,
                                   const std::string& title);

}  // namespace mote
