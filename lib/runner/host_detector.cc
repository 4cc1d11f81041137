#include "lib/runner/host_detector.h"

#include <algorithm>
#include <mutex>

#include "device/detect/detector.h"
#include "lib/base/threads.h"
#include "lib/compiler/compile.h"
#include "lib/compiler/target.h"
#include "lib/model/tflite/tflite.h"
#include "lib/runner/detection_constants.h"
#include "lib/runner/window_scorer.h"

namespace mote {
namespace {

// A feature stream as the device's Frontend.
class StreamFrontend {
 public:
  explicit StreamFrontend(const FeatureBlock& features)
      : stream_(features.stream()),
        window_(features.window_samples()),
        hop_(features.hop_samples()) {
    reset();
  }

  detect::Frontend frontend() {
    return {this,
            [](void* self, const int16_t* samples, int32_t count, int8_t* row,
               bool* finished) {
              return static_cast<StreamFrontend*>(self)->push(samples, count,
                                                              row, finished);
            },
            [](void* self) { static_cast<StreamFrontend*>(self)->reset(); }};
  }

 private:
  int32_t push(const int16_t* samples, int32_t count, int8_t* row,
               bool* finished) {
    const int32_t taken = std::min(count, missing_);
    rows_.clear();
    *finished = stream_->push({samples, static_cast<size_t>(taken)}, rows_) > 0;
    missing_ -= taken;
    if (*finished) {
      std::copy(rows_.begin(), rows_.end(), row);
      missing_ = hop_;
    }
    return taken;
  }
  void reset() {
    stream_->reset();
    missing_ = window_;
  }

  std::unique_ptr<FeatureStream> stream_;
  const int32_t window_, hop_;
  int32_t missing_ = 0;  // samples to the end of the next row
  std::vector<int8_t> rows_;
};

class HostDetector : public Detector {
 public:
  explicit HostDetector(const Package& package)
      : features_(package.make_features()),
        mapping_(package.scores),
        plan_(compile(read_tflite(package.model, package.name), host_target())),
        scorer_(make_window_scorer(plan_, *features_, mapping_)),
        constants_(package.detection, mapping_.labels, *features_),
        config_(constants_.config()),
        frontend_(*features_),
        window_((config_.rows + 1) * config_.row_size),
        scores_(mapping_.labels.size()),
        history_(config_.trigger.smoothing * mapping_.labels.size()),
        device_(config_, frontend_.frontend(), classifier(),
                {window_.data(), scores_.data(), history_.data()}) {
    device_.Reset();
  }

  const std::vector<std::string>& labels() const override {
    return mapping_.labels;
  }
  double samples_a_second() const override {
    return features_->samples_a_second();
  }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string& where) const override {
    return features_->samples(signal, where);
  }

  std::vector<int> score(std::span<const int16_t> clip) override {
    reset();
    return score_with(*scorer_, clip);
  }

  std::vector<std::vector<int>> score_all(
      const std::vector<std::vector<int16_t>>& clips) override {
    reset();
    std::vector<std::vector<int>> scores(clips.size());
    const size_t parts = std::min<size_t>(available_threads(), clips.size());
    parallel_for(parts, static_cast<int>(parts), [&](size_t part) {
      const auto scorer = make_window_scorer(plan_, *features_, mapping_);
      for (size_t i = part; i < clips.size(); i += parts) {
        scores[i] = score_with(*scorer, clips[i]);
      }
    });
    return scores;
  }

  std::vector<Detection> push(std::span<const int16_t> samples) override {
    std::vector<Detection> found;
    while (!samples.empty()) {
      detect::Detection detection{};
      bool detected = false;
      const int32_t taken =
          device_.Push(samples.data(), static_cast<int32_t>(samples.size()),
                       &detection, &detected);
      samples = samples.subspan(taken);
      if (detected) found.push_back(told(detection));
    }
    return found;
  }

  void reset(std::span<const int16_t> warm_up = {}) override {
    device_.Reset();
    device_.Hear(warm_up.data(), static_cast<int32_t>(warm_up.size()));
    start_ = warm_up.size();
  }

  std::vector<int16_t> quiet_sound(
      std::span<const int16_t> clip) const override {
    return features_->quiet_sound(clip);
  }

 private:
  detect::Classifier classifier() {
    return {scorer_.get(),
            [](void* self, const int8_t* window, int32_t* scores) {
              static_cast<WindowScorer*>(self)->score(window, scores);
            }};
  }

  // By the block's path for whole clips, which gives the rows of a stream.
  std::vector<int> score_with(WindowScorer& scorer,
                              std::span<const int16_t> clip) const {
    std::vector<int32_t> scores(mapping_.labels.size());
    scorer.score(features_->run(clip).data(), scores.data());
    return {scores.begin(), scores.end()};
  }

  Detection told(const detect::Detection& detection) const {
    return {detection.label,
            static_cast<double>(detection.sample - start_) / samples_a_second(),
            detection.score};
  }

  const std::unique_ptr<FeatureBlock> features_;
  const ScoreMapping mapping_;
  const Plan plan_;
  const std::unique_ptr<WindowScorer> scorer_;
  const DetectionConstants constants_;
  const detect::DetectorConfig config_;
  StreamFrontend frontend_;
  std::vector<int8_t> window_;
  std::vector<int32_t> scores_;
  std::vector<uint16_t> history_;
  detect::Detector device_;
  uint64_t start_ = 0;  // samples of warm-up
};

}  // namespace

std::unique_ptr<Detector> make_host_detector(const Package& package) {
  return std::make_unique<HostDetector>(package);
}

}  // namespace mote
