// Where in a stretch of sound the word is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mote {

// First frame of the window of `frames` samples that holds the most energy.
size_t loudest_window(std::span<const int16_t> samples, size_t frames);

// Whether something stands out of the room's noise: a part of 50 ms is at
// least 10 dB louder than the quietest tenth of them.
bool stands_out(std::span<const int16_t> samples, double rate_hz);

}  // namespace mote
