// Change of sampling rate, by soxr (band-limited, high quality).
#pragma once

#include "lib/signal/signal.h"

namespace mote {

// The same signal at another rate; frame_count * rate_hz / signal.rate_hz
// frames, rounded. int16 stays int16, other values become float; missing
// readings are filled in along a line. The result is the same on every run.
Signal resample(const Signal& signal, double rate_hz);

}  // namespace mote
