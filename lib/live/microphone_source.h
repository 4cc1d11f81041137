// The microphone as a source of readings.
#pragma once

#include "lib/live/live_source.h"

namespace mote {

// options.address: part of the device's name; "": the default one. Mono int16
// at options.rate_hz (0: 16,000 Hz). Throws Error, saying what to do, when
// there is no microphone.
LiveSource open_microphone(const SourceOptions& options);

}  // namespace mote
