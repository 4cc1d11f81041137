// Text as bytes and in lower case.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mote {

// The bytes of a text; valid as long as the text is.
inline std::span<const uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// With ASCII's capitals made small; other bytes stay.
std::string lower_case(std::string_view text);

}  // namespace mote
