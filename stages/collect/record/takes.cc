#include "stages/collect/record/takes.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

using Phase = RecordStatus::Phase;

constexpr double kShown_s = 10;  // of the newest frames, for those who watch
constexpr double kMostShownBytes = 16 << 20;
constexpr double kSecond_ns = 1e9;

}  // namespace

Takes::Takes(LiveFrames& live, const RecordOptions& options,
             const RecordWatch& watch)
    : live_(live), options_(options), watch_(watch) {
  status_.count = options.count;
}

bool Takes::measure() {
  while (!live_.rate_known()) {
    if (!advance()) return false;
    show(Phase::kMeasuring);
  }
  if (options_.trigger.value > 0) {
    trigger_.emplace(options_.trigger, *live_.format(), live_.rate_hz());
  }
  return true;
}

std::optional<Stretch> Takes::begin(const std::string& label, int number) {
  status_.label = label;
  status_.number = number;
  if (!live_.catch_up()) return std::nullopt;
  if (trigger_) trigger_->restart(live_.frames().end());
  Stretch stretch;
  stretch.first = live_.frames().end();
  if (options_.countdown_s > 0) {
    if (!count_down()) return std::nullopt;
    stretch.first = live_.newest();
  }
  if (trigger_) {
    const std::optional<int64_t> fired = wait_for_trigger();
    if (!fired) return std::nullopt;
    stretch.first = std::max(
        {*fired - frames_before(), taken_until_, live_.frames().begin()});
  }
  stretch.begins_ns = live_.arrived_ns();
  return stretch;
}

// By the times at which readings arrive, so that a replay counts alike.
bool Takes::count_down() {
  const int64_t began_ns = live_.arrived_ns();
  const auto length_ns =
      static_cast<int64_t>(options_.countdown_s * kSecond_ns);
  status_.wanted_s = options_.countdown_s;
  status_.done_s = 0;
  show(Phase::kCountdown);
  while (live_.arrived_ns() - began_ns < length_ns ||
         live_.newest() == live_.frames().end()) {
    if (!advance()) return false;
    // What moves now is learned from, too, and begins nothing.
    while (trigger_ && trigger_->look(live_.frames()) >= 0) {
    }
    status_.done_s =
        static_cast<double>(live_.arrived_ns() - began_ns) / kSecond_ns;
    show(Phase::kCountdown);
  }
  return true;
}

std::optional<int64_t> Takes::wait_for_trigger() {
  status_.done_s = status_.wanted_s = 0;
  for (;;) {
    const int64_t fired = trigger_->look(live_.frames());
    status_.level = trigger_->level();
    show(Phase::kWaiting);
    if (fired >= 0) return fired;
    if (!advance()) return std::nullopt;
  }
}

Stretch Takes::collect(Stretch stretch, int64_t frames) {
  status_.wanted_s = options_.seconds > 0 ? seconds_of(frames) : 0;
  stretch.end = stretch.first + frames;
  try {
    while (live_.frames().end() < stretch.end) {
      if (!live_.advance()) {
        stretch.whole = false;
        break;
      }
      forget(stretch.first);
      status_.done_s = seconds_of(std::min(live_.frames().end(), stretch.end) -
                                  stretch.first);
      show(Phase::kRecording);
    }
  } catch (const Error&) {
    stretch.whole = false;
    stretch.fault = std::current_exception();
  }
  stretch.end = std::min(stretch.end, live_.frames().end());
  taken_until_ = stretch.end;
  return stretch;
}

void Takes::tell_nothing() { show(Phase::kNothing); }

int64_t Takes::frames_of(double seconds) {
  if (live_.format()->kind == "picture") return 1;
  return std::max<int64_t>(std::llround(seconds * live_.rate_hz()), 1);
}

// Of a recording, before its trigger; a picture has no before.
int64_t Takes::frames_before() {
  if (live_.format()->kind == "picture") return 0;
  return std::llround(options_.before_s * live_.rate_hz());
}

double Takes::seconds_of(int64_t frames) {
  const double rate = live_.rate_hz();
  return rate > 0 ? static_cast<double>(frames) / rate : 0;
}

bool Takes::advance() {
  if (!live_.advance()) return false;
  if (live_.history() != nullptr) forget(live_.frames().end());
  return true;
}

// What is neither needed nor shown, nor may belong before a trigger.
void Takes::forget(int64_t needed) {
  FrameBuffer& frames = live_.frames();
  const auto most = static_cast<int64_t>(
      kMostShownBytes / static_cast<double>(frames.frame_bytes()));
  const int64_t shown = std::min(frames_of(kShown_s), most);
  const int64_t before = trigger_ ? frames_of(options_.before_s + 1) : 0;
  frames.forget_before(
      std::min(needed, frames.end() - std::max(shown, before)));
}

void Takes::show(Phase phase) {
  if (!watch_) return;
  status_.phase = phase;
  status_.rate_hz = live_.rate_hz();
  status_.broken = live_.faults().broken;
  status_.format = live_.format();
  status_.frames = live_.history();
  watch_(status_);
}

}  // namespace mote
