// What every line of a device must come through: decoded or left out.
#pragma once

#include <cstdint>
#include <span>

namespace mote::fuzz {

// The first byte is how many bytes arrive together; if the second is odd, the
// rest is contents of frames (a byte their length, then they) that are stuffed
// and given their checksums here, else it is the line itself. Decodes it as a
// whole and in pieces, which must give the same, and no more than the decoder
// promises. Returns the number of values received.
int64_t survive_stream(std::span<const uint8_t> input);

}  // namespace mote::fuzz
