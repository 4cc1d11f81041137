// Readings as lines of text, as Edge Impulse's data forwarder takes them from
// serial ports: numbers between commas, tabs or semicolons (text_line.h).
//
// Ignored: the first line of numbers (its beginning may have been sent before
// anybody listened) and empty lines. A line of words is the axes' names where
// as many numbers follow; other lines that are no readings, and those longer
// than 16 KiB, are counted as broken. How many axes there are is settled when
// three lines in a row agree; later lines of another number of values are
// broken, and 20 in a row of the same other number an Error.
#pragma once

#include <memory>

#include "lib/live/decoder.h"

namespace mote {

// Values are float32. declared.axes, where given, are names and units;
// otherwise they come from the header, or are x, y, z or value_1, value_2 ...
std::unique_ptr<Decoder> make_text_decoder(const LiveFormat& declared);

}  // namespace mote
