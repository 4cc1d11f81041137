// The Euclidean distance of two points, squared: the same bits everywhere.
#pragma once

#include <cstddef>

namespace mote {

// Sums in 32 lanes, value i in lane i % 32, and then the upper half of the
// lanes into the lower until one is left, so that every variant adds in the
// same order.
using SquaredDistance = float (*)(const float* a, const float* b, size_t size);

float squared_distance_portable(const float* a, const float* b, size_t size);
float squared_distance_avx2(const float* a, const float* b, size_t size);

// The fastest that this processor runs.
SquaredDistance squared_distance();

}  // namespace mote
