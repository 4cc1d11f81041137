// Change of sampling rate, by soxr (band-limited, high quality).
#pragma once

#include "lib/signal/signal.h"

namespace mote {

// The same sound at another rate; frame_count * rate_hz / signal.rate_hz
// frames, rounded. The result is the same on every run.
Signal resample(const Signal& signal, double rate_hz);

}  // namespace mote
