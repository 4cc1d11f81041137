#include "stages/infer/infer.h"

#include <algorithm>

namespace mote {
namespace {

// Long enough for the window to hold a last word whole.
constexpr double kTailS = 0.5;

// Pushes samples in blocks and collects what is detected.
class Listener {
 public:
  Listener(Detector& detector, const InferSettings& settings, Run& run,
           const DetectionWatcher& watch)
      : detector_(detector),
        block_(std::max<size_t>(
            1, static_cast<size_t>(settings.block_ms *
                                   detector.samples_a_second() / 1000))),
        run_(run),
        watch_(watch) {}

  // Detections later than end_s are told as at end_s.
  void hear(std::span<const int16_t> samples, double end_s) {
    for (size_t start = 0; start < samples.size(); start += block_) {
      run_.throw_if_stopped();
      const auto block =
          samples.subspan(start, std::min(block_, samples.size() - start));
      for (Detection detection : detector_.push(block)) {
        detection.time_s = std::min(detection.time_s, end_s);
        if (watch_) watch_(detection);
        found_.push_back(detection);
      }
    }
  }

  std::vector<Detection> take() { return std::move(found_); }

 private:
  Detector& detector_;
  const size_t block_;
  Run& run_;
  const DetectionWatcher& watch_;
  std::vector<Detection> found_;
};

}  // namespace

const FieldList& InferSettings::fields() {
  static const FieldList list =
      FieldsOf<InferSettings>()
          .flag("warm_up", &InferSettings::warm_up,
                "hear the recording's own quiet sound before and after it")
          .number("block", &InferSettings::block_ms, "samples pushed at a time",
                  {1, 10000}, "ms");
  return list;
}

std::vector<Detection> infer(Detector& detector,
                             std::span<const int16_t> samples,
                             const InferSettings& settings, Run& run,
                             const DetectionWatcher& watch) {
  const double end_s =
      static_cast<double>(samples.size()) / detector.samples_a_second();
  std::vector<int16_t> quiet;
  if (settings.warm_up) quiet = detector.quiet_sound(samples);
  detector.reset(quiet);
  Listener listener(detector, settings, run, watch);
  listener.hear(samples, end_s);
  const auto tail = std::min(
      quiet.size(), static_cast<size_t>(kTailS * detector.samples_a_second()));
  listener.hear(std::span(quiet).first(tail), end_s);
  return listener.take();
}

int64_t infer_live(Detector& detector, const ListenOptions& options, Run& run,
                   const DetectionWatcher& watch) {
  detector.reset();
  return listen(options, run.stop, [&](std::span<const int16_t> block) {
    for (const Detection& detection : detector.push(block)) watch(detection);
    return true;
  });
}

}  // namespace mote
