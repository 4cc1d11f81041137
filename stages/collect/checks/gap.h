// Dropouts: parts within a recording in which nothing changes although
// everything around them does.
#pragma once

#include <vector>

#include "stages/collect/checks/measurement.h"

namespace mote {

// The longest run of one value, of 5 ms or more, with sound right before and
// right after it.
Gap gap_of_sound(const std::vector<float>& values, double rate_hz);

// The longest run of frames that are all as the one before, when chance makes
// such a run less often than once in 10^10: the share of repeated frames
// elsewhere, to the power of its length.
Gap gap_of_readings(const Signal& signal, const std::vector<float>& values);

}  // namespace mote
