// The sensors that can be recorded, whatever they are connected by.
#pragma once

#include <span>
#include <string>

#include "lib/live/live_source.h"

namespace mote {

// All of them: a new one is a row of sources.cc.
std::span<const SourceRow> recording_sources();

// Opens "serial:/dev/ttyACM0" or "serial". options.address is taken from it.
// Throws UsageError, naming all, for an unknown one; what opening throws.
LiveSource open_recording_source(const std::string& from,
                                 SourceOptions options);

}  // namespace mote
