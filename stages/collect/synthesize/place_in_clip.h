// From speech as a synthesizer gives it to a clip as a microphone would.
#pragma once

#include <cstdint>
#include <utility>

#include "lib/signal/signal.h"

namespace mote {

inline constexpr double kClipRate_hz = 16000;
inline constexpr size_t kClipFrames = 16000;

// First frame and end of what is heard: within 40 dB of the loudest 10 ms.
// Equal when nothing is heard.
std::pair<size_t, size_t> heard_part(const Signal& signal);

// The heard part in the middle (give or take 100 ms) of one second, longer
// when the speech is, at a level and over a faint noise that vary with the
// seed as distance and room do.
Signal place_in_clip(const Signal& speech, uint64_t seed);

}  // namespace mote
