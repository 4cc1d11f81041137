// A recording as a small picture.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"

namespace mote {

// A PNG of about 320 x 200 pixels: of sound its waveform over its spectrum in
// time (0 to half the rate, 70 dB); of readings their curves, one colour an
// axis, each over the range of all; of pictures themselves; of grids in time
// the frame in their middle, from dark (lowest) to bright.
std::vector<uint8_t> example_picture(const Signal& signal,
                                     const Sample& sample);

}  // namespace mote
