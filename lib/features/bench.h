// How fast features are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/features/feature_block.h"

namespace mote {

// Clips a second of one thread: the fastest of several passes over `clips`,
// each of FeatureBlock::run, within about `seconds` (at least three passes).
double clips_a_second(const FeatureBlock& block,
                      std::span<const std::vector<int16_t>> clips,
                      double seconds = 1);

// Clips to measure with where there are no recordings: a second each of noise
// that swells, different in each.
std::vector<std::vector<int16_t>> bench_clips(const FeatureBlock& block,
                                              int count);

}  // namespace mote
