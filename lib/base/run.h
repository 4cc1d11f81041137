// What a stage gets of the outside world: five fields, for good.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "lib/base/error.h"

namespace mote {

// Where progress goes. Safe to call from any one thread at a time.
class Progress {
 public:
  virtual ~Progress() = default;
  // done of total (0: unknown) units of `activity` ("epoch"); `detail` is what
  // is worth watching ("loss 0.312  validation 93.1 %").
  virtual void update(std::string_view activity, int64_t done, int64_t total,
                      std::string_view detail) = 0;
  // One line worth keeping, such as a warning.
  virtual void note(std::string_view line) = 0;
};

// Swallows everything: for tests and for callers that do not watch.
Progress& silent_progress();

struct Run {
  Progress& progress;
  const std::atomic<bool>& stop;  // set by Ctrl-C; stages look often
  std::filesystem::path scratch;  // kept for resuming, named by the recipe key
  uint64_t seed = 1;
  int threads = 1;

  void throw_if_stopped() const {
    if (stop.load(std::memory_order_relaxed)) throw Stopped();
  }
};

// A Run that nobody watches or stops.
Run quiet_run(std::filesystem::path scratch = {}, int threads = 1);

}  // namespace mote
