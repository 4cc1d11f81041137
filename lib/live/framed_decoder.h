// Readings in frames with checksums, which say what they are
// (docs/sensor_stream.md).
#pragma once

#include <memory>

#include "lib/live/decoder.h"

namespace mote {

// Of several sensors on the line, the first that describes itself. What is
// lost is filled as lib/signal/stream_decoder.h says, and counted. declared:
// names and units of all axes and the rate may be others than the device says.
// One int16 axis without a unit is audio; uint8 grids of one or three axes
// without a rate are pictures. Throws Error where another number of axes is
// declared.
std::unique_ptr<Decoder> make_framed_decoder(const LiveFormat& declared);

}  // namespace mote
