// From the bytes of a source to readings. A decoder sees nothing but chunks,
// so that captured ones give the same readings again, bit by bit.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lib/live/byte_source.h"
#include "lib/live/live_format.h"

namespace mote {

struct DecodeFaults {
  int64_t broken = 0;   // lines or packets that are no readings
  int64_t lost = 0;     // frames known to be missing (a gap of a counter)
  std::string example;  // of a broken one, short and printable
};

class Decoder {
 public:
  virtual ~Decoder() = default;

  // The frames that these bytes complete, with the chunk's time; often none.
  // Broken input is counted, not thrown. Throws Error where going on would mix
  // what does not belong together: another number of axes than before.
  virtual Readings decode(const Chunk& chunk) = 0;

  // Axes, shape, type and, where it is declared, rate: complete from the first
  // frame on, and the same from then on. Nothing before that.
  virtual const LiveFormat* format() const = 0;

  virtual const DecodeFaults& faults() const = 0;
};

// A way to write readings as bytes.
struct DecoderRow {
  const char* name;
  const char* help;
  // `declared`: what the source or the user says of the frames; it wins over
  // what the bytes say (names and units of axes, rate). Throws Error where it
  // lacks what the decoder cannot find out.
  std::unique_ptr<Decoder> (*make)(const LiveFormat& declared);
};

// All of them: a new one is a row of decoders.cc.
std::span<const DecoderRow> decoders();

// Throws UsageError, naming all, for an unknown name.
std::unique_ptr<Decoder> make_decoder(std::string_view name,
                                      const LiveFormat& declared);

}  // namespace mote
