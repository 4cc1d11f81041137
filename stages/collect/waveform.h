// A recording as a picture.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// A PNG of an int16 signal over time, full scale from edge to edge, with its
// title above.
std::vector<uint8_t> draw_waveform(const Signal& signal,
                                   const std::string& title);

// Smallest and largest sample of each of `columns` equal parts of a signal
// that has samples.
struct Extent {
  int16_t low = 0, high = 0;
};
std::vector<Extent> envelope(const std::vector<int16_t>& samples, int columns);

}  // namespace mote
