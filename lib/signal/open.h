// Any stored recording as a Signal, whatever it was recorded with.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "lib/signal/signal.h"

namespace mote {

// A signal file (signal_file.h), a picture (picture.h) or audio (decode.h: as
// mono int16), told apart by the first bytes, at rate_hz; 0 keeps its own.
// What has no rate (pictures, tensors) is given as it is. Throws Error, with
// `name` as its where, for anything else and for damaged files.
Signal open_signal(std::span<const uint8_t> file, double rate_hz,
                   const std::string& name);

}  // namespace mote
