#include "lib/base/waiting.h"

#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

namespace mote {
namespace {

constexpr auto kMoment = std::chrono::milliseconds(10);

struct Watched {
  std::mutex mutex;
  WaitingWatcher watcher;
};

Watched& watched() {
  static Watched instance;
  return instance;
}

}  // namespace

void watch_waiting(WaitingWatcher watcher) {
  std::lock_guard guard(watched().mutex);
  watched().watcher = std::move(watcher);
}

void wait_a_moment(const std::string& what) {
  {
    std::lock_guard guard(watched().mutex);
    if (watched().watcher) watched().watcher(what);
  }
  std::this_thread::sleep_for(kMoment);
}

}  // namespace mote
