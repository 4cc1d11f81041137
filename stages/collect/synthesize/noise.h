// Background recordings made by formula.
#pragma once

#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// "white" (flat spectrum), "pink" (power 1/f), "brown" (power 1/f^2), "hum"
// (50 or 60 Hz mains and its harmonics), "fan" (a resonant rumble).
const std::vector<std::string>& noise_kinds();

// 30 s of one kind at 16 kHz, its level wandering between -60 and -25 dB of
// full scale. The same on every run.
Signal make_noise(const std::string& kind);

// 30 s of many voices at once: `speech`, clips at 16 kHz, each said again and
// again at a place and distance of its own.
Signal make_babble(const std::vector<Signal>& speech);

}  // namespace mote
