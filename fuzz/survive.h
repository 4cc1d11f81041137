// What every input must come through: refused with an Error, or run.
#pragma once

#include <cstdint>
#include <span>

namespace mote::fuzz {

// Reads a .tflite, compiles it for this computer and runs it on zeros, if that
// takes no more than a few MB. 0: refused by the reader, 1: by the compiler or
// runner, 2: done. Anything but an Error is a defect, for a sanitizer or the
// operating system to find.
int survive(std::span<const uint8_t> tflite);

}  // namespace mote::fuzz
