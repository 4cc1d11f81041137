// Bare values, frame after frame: what a microphone gives.
#pragma once

#include <memory>

#include "lib/live/decoder.h"

namespace mote {

// Little-endian values of declared.type in frames of declared.frame_values().
// Throws Error for a format without axes.
std::unique_ptr<Decoder> make_values_decoder(const LiveFormat& declared);

}  // namespace mote
