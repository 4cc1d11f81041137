// What every message of a device must come through: readings, or counted as
// broken.
#pragma once

#include <cstddef>
#include <string_view>

namespace mote::fuzz {

// Decodes messages, which a byte 1e separates. Frames must be whole, of the
// number of axes that was settled, and none made of nothing. Returns the number
// of values.
size_t survive_message(std::string_view messages);

}  // namespace mote::fuzz
