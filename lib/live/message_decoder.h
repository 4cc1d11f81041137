// Readings in messages, as MQTT brings them: each chunk is one.
//
// The first that holds readings decides: JSON (json_message.h), lines of
// numbers (text_line.h), or frames with checksums (framed_decoder.h), known by
// the zero that text never holds. Later ones of another form, or with none of
// the axes, are counted as broken. A frame without one of the axes has a
// missing reading there.
#pragma once

#include <memory>

#include "lib/live/decoder.h"

namespace mote {

// Values of JSON and text are float32. declared: names and units of all axes,
// and the rate; they win over what the messages say. Messages of more than 1
// MiB are broken.
std::unique_ptr<Decoder> make_message_decoder(const LiveFormat& declared);

}  // namespace mote
