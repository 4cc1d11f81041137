// A signal of any sensor as bytes: the form in which readings that came as
// text, in pieces or in parts of larger files are stored.
//
//   8 bytes  "motesig1"
//   a line   canonical JSON: axes (name, unit), frame_shape, frames, rate_hz,
//            type ("int16", "float32", "uint8", "int8")
//   samples  little-endian, in the order of Signal
//
// The same signal always gives the same bytes. docs/dataset_format.md
// describes it for other programs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

std::vector<uint8_t> encode_signal(const Signal& signal);

bool is_signal_file(std::span<const uint8_t> file);

// Throws Error, with `name` as its where, for bytes that are no such file, are
// shorter or longer than they say, or hold infinite values.
Signal decode_signal(std::span<const uint8_t> file, const std::string& name);

// "int16", "float32", "uint8" or "int8".
const char* type_name(const SignalValues& values);

}  // namespace mote
