// The 5 x 7 dots of each printable ASCII character.
#pragma once

#include <array>
#include <cstdint>

namespace mote {

// Rows from the top; bit 4 is the leftmost dot.
using Glyph = std::array<uint8_t, 7>;

const Glyph& glyph_of(char character);

}  // namespace mote
