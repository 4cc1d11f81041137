#include "lib/base/run.h"

#include <utility>

namespace mote {
namespace {

class SilentProgress : public Progress {
 public:
  void update(std::string_view, int64_t, int64_t, std::string_view) override {}
  void note(std::string_view) override {}
};

const std::atomic<bool> kNeverStopped = false;

}  // namespace

Progress& silent_progress() {
  static SilentProgress progress;
  return progress;
}

Run quiet_run(std::filesystem::path scratch, int threads) {
  return Run{silent_progress(), kNeverStopped, std::move(scratch), 1, threads};
}

}  // namespace mote
