// A signal as a NumPy array file (.npy, version 1.0).
#pragma once

#include <cstdint>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// Of shape [frames, grid ..., axes]; without the frames of a single frame that
// has no rate, and without the axes of a grid with one of them.
std::vector<uint8_t> encode_npy(const Signal& signal);

}  // namespace mote
