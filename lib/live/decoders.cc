#include <string>

#include "lib/base/error.h"
#include "lib/live/decoder.h"
#include "lib/live/framed_decoder.h"
#include "lib/live/message_decoder.h"
#include "lib/live/text_decoder.h"
#include "lib/live/values_decoder.h"

namespace mote {
namespace {

constexpr DecoderRow kDecoders[] = {
    {"text", "a reading a line, as Edge Impulse's data forwarder takes them",
     make_text_decoder},
    {"framed", "frames with checksums that describe themselves",
     make_framed_decoder},
    {"message", "messages of JSON, lines of numbers, or frames",
     make_message_decoder},
    {"values", "bare little-endian values, such as sound", make_values_decoder},
};

}  // namespace

std::span<const DecoderRow> decoders() { return kDecoders; }

std::unique_ptr<Decoder> make_decoder(std::string_view name,
                                      const LiveFormat& declared) {
  std::string known;
  for (const DecoderRow& row : decoders()) {
    if (name == row.name) return row.make(declared);
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  throw UsageError("there is no decoder '" + std::string(name) + "'",
                   "--format", "There are: " + known);
}

}  // namespace mote
