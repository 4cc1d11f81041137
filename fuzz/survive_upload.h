// What everything that a device may send must come through: refused with an
// Error, or understood.
#pragma once

#include <cstdint>
#include <span>

namespace mote::fuzz {

// Takes the bytes as a form with files in it (its boundary is "cut"), as a
// label file and as a file of any format that can be imported. Returns as how
// many of these they were understood. Anything but an Error is a defect, for a
// sanitizer or the operating system to find.
int survive_upload(std::span<const uint8_t> bytes);

}  // namespace mote::fuzz
