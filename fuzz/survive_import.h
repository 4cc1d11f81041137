// What every file to import must come through: refused with an Error, or
// understood.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace mote::fuzz {

// Reads the bytes as a file of this name and opens what would be stored of it.
// Returns the number of its samples; 0: refused, or no importer knows it.
// Anything but an Error is a defect, for a sanitizer or the operating system
// to find.
int survive_import(const std::string& name, std::span<const uint8_t> bytes);

}  // namespace mote::fuzz
