// The microphone, live, by PortAudio. The library is opened on first use, so
// that programs which never listen do not pay for it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
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

// A microphone that listens as long as it lives.
class Microphone {
 public:
  // Throws Error, saying what to do, when there is no microphone.
  explicit Microphone(const ListenOptions& options);
  ~Microphone();

  // The next block_ms of mono samples; waits for them. Valid until the next
  // call. Throws Error when the microphone stops.
  std::span<const int16_t> read();
  // How often samples were lost because read() was called too late.
  int64_t gaps() const { return gaps_; }

 private:
  struct State;
  std::unique_ptr<State> state_;
  int64_t gaps_ = 0;
};

// Calls `take` with mono samples as they come, until it returns false or
// `stop` is set. Returns how often samples were lost because `take` was too
// slow. Throws what Microphone throws.
int64_t listen(const ListenOptions& options, const std::atomic<bool>& stop,
               const std::function<bool(std::span<const int16_t>)>& take);

}  // namespace mote
