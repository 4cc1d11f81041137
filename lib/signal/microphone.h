// The microphone, live, by PortAudio. The library is opened on first use, so
// that programs which never listen do not pay for it.
#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// Names of the devices that can record. Throws Error when PortAudio is not
// installed.
std::vector<std::string> microphones();

struct ListenOptions {
  double rate_hz = 16000;
  std::string device;    // part of a name of microphones(); "": the default
  double block_ms = 20;  // how often `take` is called
};

// Calls `take` with mono samples as they come, until it returns false or
// `stop` is set. Returns how often samples were lost because `take` was too
// slow. Throws Error, saying what to do, when there is no microphone.
int64_t listen(const ListenOptions& options, const std::atomic<bool>& stop,
               const std::function<bool(std::span<const int16_t>)>& take);

}  // namespace mote
