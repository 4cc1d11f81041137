#include "stages/collect/record/record.h"

#include <algorithm>
#include <cmath>

#include "lib/dataset/sample.h"
#include "stages/collect/record/live_frames.h"
#include "stages/collect/record/loudest_window.h"
#include "stages/collect/record/store_take.h"
#include "stages/collect/record/takes.h"

namespace mote {
namespace {

constexpr int kSilentTakes = 3;         // in a row, until we give up
constexpr double kWorthKeeping_s = 10;  // of a take that was cut short
constexpr double kLongest_s = 1e6;
constexpr double kMostTakeBytes = 1 << 30;
constexpr double kOpenTakeBytes = 256 << 20;

void check(const RecordOptions& options) {
  for (double seconds : {options.seconds, options.countdown_s, options.listen_s,
                         options.before_s, options.patience_s}) {
    if (!(seconds >= 0 && seconds <= kLongest_s)) {
      throw UsageError("times are from 0 to 1,000,000 seconds");
    }
  }
  if (options.count < 1 && !options.continuous && options.seconds > 0) {
    throw UsageError("there is nothing to record: --count must be at least 1");
  }
  if (options.continuous && options.labels.size() > 1) {
    throw UsageError("a continuous row of recordings has one label",
                     "--continuous", "Record one label after the other.");
  }
}

class Session {
 public:
  Session(LiveSource& source, Store& store, const RecordOptions& options,
          const Run& run, const RecordWatch& watch, CaptureWriter* capture)
      : source_(source),
        store_(store),
        options_(options),
        run_(run),
        live_(source, capture, options.patience_s, run),
        takes_(live_, options_, watch) {
    if (options_.labels.empty()) options_.labels.emplace_back(kUnlabelled);
  }

  RecordReport record() {
    try {
      const bool known = takes_.measure();
      run_.throw_if_stopped();
      if (!known) {
        throw Error("too few readings came to measure their rate", source_.name,
                    "--rate HZ says what it is.");
      }
      check_fit();
      options_.continuous || options_.seconds == 0 ? record_row()
                                                   : record_takes();
    } catch (const UsageError&) {
      throw;
    } catch (const Stopped&) {
    } catch (const Error& error) {
      report_.failure = error;
    }
    finish_report();
    return std::move(report_);
  }

 private:
  // Against what is known of the source only now.
  void check_fit() {
    const auto frame_bytes = static_cast<double>(live_.frames().frame_bytes());
    const double most_s =
        std::max(options_.seconds, options_.listen_s) + options_.before_s;
    if (frame_bytes * static_cast<double>(takes_.frames_of(most_s)) >
        kMostTakeBytes) {
      throw UsageError("a recording would take more than 1 GiB", "--seconds",
                       "Make shorter ones, in a row: --continuous");
    }
    if (options_.listen_s > 0 && live_.format()->kind != "audio") {
      throw UsageError("only sound has a loudest part", "--listen",
                       "--trigger begins recordings where something happens.");
    }
  }

  void record_takes() {
    for (int number = 1; number <= options_.count; ++number) {
      for (const std::string& label : options_.labels) {
        while (!record_take(label, number)) {
          if (ended_) return;
        }
      }
    }
  }

  // False when it must be asked for again, or at the end.
  bool record_take(const std::string& label, int number) {
    std::optional<Stretch> stretch = takes_.begin(label, number);
    if (stretch) {
      const double seconds =
          options_.listen_s > 0 ? options_.listen_s : options_.seconds;
      *stretch = takes_.collect(*stretch, takes_.frames_of(seconds));
      if (stretch->whole && !find_word(*stretch)) return false;
      keep(*stretch, label);
    }
    ended_ = !stretch || !stretch->whole;
    return !ended_;
  }

  // Recordings without prompts between them.
  void record_row() {
    const std::string& label = options_.labels[0];
    std::optional<Stretch> stretch = takes_.begin(label, 1);
    const auto open_frames = static_cast<int64_t>(
        kOpenTakeBytes / static_cast<double>(live_.frames().frame_bytes()));
    const bool picture = live_.format()->kind == "picture";
    const int64_t frames = picture || options_.seconds > 0
                               ? takes_.frames_of(options_.seconds)
                               : std::max<int64_t>(open_frames, 1);
    const bool endless = options_.count < 1 || options_.seconds == 0;
    for (int made = 0; stretch && (endless || made < options_.count); ++made) {
      *stretch = takes_.collect(*stretch, frames);
      if (stretch->frames() > 0) keep(*stretch, label);
      if (!stretch->whole) return;
      stretch->first = stretch->end;
      stretch->begins_ns = live_.arrived_ns();
    }
  }

  // Of what was listened to, the part that is kept.
  bool find_word(Stretch& stretch) {
    if (options_.listen_s <= 0) return true;
    const SignalValues values = live_.frames().copy(stretch.first, stretch.end);
    const auto& samples = std::get<std::vector<int16_t>>(values);
    if (!stands_out(samples, live_.rate_hz())) {
      if (++silent_ == kSilentTakes) {
        throw Error("nothing is heard", source_.name,
                    "Check that the microphone is on and not muted, speak "
                    "closer to it, or choose another: --from microphone:NAME");
      }
      takes_.tell_nothing();
      return false;
    }
    silent_ = 0;
    const int64_t frames = takes_.frames_of(options_.seconds);
    stretch.first += static_cast<int64_t>(
        loudest_window(samples, static_cast<size_t>(frames)));
    stretch.end = std::min(stretch.end, stretch.first + frames);
    return true;
  }

  // Stores it, or says that it was cut short; then throws what cut it.
  void keep(const Stretch& stretch, const std::string& label) {
    const double seconds = takes_.seconds_of(stretch.frames());
    const bool worth = stretch.whole || options_.continuous ||
                       options_.seconds == 0 || seconds > kWorthKeeping_s;
    if (worth) {
      store_take(take_of(stretch, label), source_, options_, store_,
                 report_.stored);
      report_.seconds += seconds;
    } else {
      ++report_.dropped;
    }
    if (stretch.fault) std::rethrow_exception(stretch.fault);
  }

  Take take_of(const Stretch& stretch, const std::string& label) {
    const LiveFormat& format = *live_.format();
    Take take;
    take.signal.rate_hz = format.kind == "picture" ? 0 : live_.rate_hz();
    take.signal.axes = format.axes;
    take.signal.frame_shape = format.frame_shape;
    take.signal.samples = live_.frames().copy(stretch.first, stretch.end);
    take.kind = format.kind;
    take.label = label;
    take.number = ++number_;
    take.begins_ns = stretch.begins_ns;
    if (format.rate_hz == 0) {
      take.measured_hz = live_.meter().measured().rate_hz;
    }
    return take;
  }

  void finish_report() {
    if (live_.format() != nullptr) report_.format = *live_.format();
    report_.rate_hz = live_.rate_hz();
    report_.measured = live_.meter().measured();
    report_.frames = live_.meter().frames();
    report_.broken = live_.faults().broken;
    report_.broken_example = live_.faults().example;
    report_.lost = live_.faults().lost;
    report_.gaps = live_.gaps();
    report_.pauses = live_.meter().pauses();
  }

  LiveSource& source_;
  Store& store_;
  RecordOptions options_;
  const Run& run_;
  LiveFrames live_;
  Takes takes_;
  RecordReport report_;
  int number_ = 0;  // of what is stored
  int silent_ = 0;  // takes in a row
  bool ended_ = false;
};

}  // namespace

RecordReport record(LiveSource& source, Store& store,
                    const RecordOptions& options, Run& run,
                    const RecordWatch& watch, CaptureWriter* capture) {
  check(options);
  return Session(source, store, options, run, watch, capture).record();
}

}  // namespace mote
