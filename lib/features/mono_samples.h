// Sound for blocks that hear.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// The int16 samples of one axis at rate_hz, resampled where the recording has
// another rate. Throws Error naming `where` for signals that are not int16
// audio of one axis.
std::vector<int16_t> mono_samples(const Signal& signal, double rate_hz,
                                  const std::string& where);

}  // namespace mote
