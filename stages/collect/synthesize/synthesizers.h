// The speech synthesizers behind one function.
#pragma once

#include <string>

#include "lib/signal/signal.h"
#include "stages/collect/synthesize/voices.h"

namespace mote {

// Throws Error unless espeak-ng speaks the language ("en", "fr-fr"): it would
// pass over one it does not know.
void require_language(const std::string& language);

// The text as the synthesizer says it, at its own rate, int16 mono. Safe from
// many threads. Throws Error when the synthesizer is not installed or says
// nothing.
Signal speak(const std::string& text, const Speaking& speaking);

}  // namespace mote
