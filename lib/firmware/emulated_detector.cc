#include "lib/firmware/emulated_detector.h"

#include <algorithm>

#include "lib/base/threads.h"
#include "lib/firmware/emulator.h"

namespace mote {
namespace {

// The commands of the board's main (targets/board/qemu-cortex-m4/main.cc).
class Conversation {
 public:
  Conversation(const Target& target, const std::filesystem::path& elf)
      : emulator_(target, elf) {}

  void reset() { send({'R'}); }

  void hear(std::span<const int16_t> samples) {
    send({'H', static_cast<uint32_t>(samples.size())});
    emulator_.send(samples);
  }

  std::vector<int> score(size_t labels) {
    send({'S'});
    const std::vector<int32_t> words = emulator_.receive(labels);
    return {words.begin(), words.end()};
  }

  // The detections that `samples` bring; times as counts of samples.
  std::vector<std::pair<Detection, uint64_t>> push(
      std::span<const int16_t> samples) {
    send({'P', static_cast<uint32_t>(samples.size())});
    emulator_.send(samples);
    std::vector<std::pair<Detection, uint64_t>> found;
    while (emulator_.receive(1)[0] != 0) {
      const std::vector<int32_t> words = emulator_.receive(4);
      const uint64_t sample = static_cast<uint32_t>(words[2]) |
                              static_cast<uint64_t>(words[3]) << 32;
      found.push_back({{words[0], 0, words[1]}, sample});
    }
    emulator_.receive(3);  // dropped, waiting, stack
    return found;
  }

 private:
  void send(std::vector<uint32_t> words) { emulator_.send(words); }

  Emulator emulator_;
};

class EmulatedDetector : public Detector {
 public:
  EmulatedDetector(const Package& package, const Target& target,
                   const std::filesystem::path& elf)
      : labels_(package.scores.labels),
        features_(package.make_features()),
        target_(target),
        elf_(elf),
        firmware_(target, elf) {}

  const std::vector<std::string>& labels() const override { return labels_; }
  double samples_a_second() const override {
    return features_->samples_a_second();
  }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string& where) const override {
    return features_->samples(signal, where);
  }

  std::vector<int> score(std::span<const int16_t> clip) override {
    start_ = 0;
    return score_with(firmware_, clip);
  }

  std::vector<std::vector<int>> score_all(
      const std::vector<std::vector<int16_t>>& clips) override {
    std::vector<std::vector<int>> scores(clips.size());
    const size_t parts = std::min<size_t>(available_threads(), clips.size());
    parallel_for(parts, static_cast<int>(parts), [&](size_t part) {
      Conversation firmware(target_, elf_);
      for (size_t i = part; i < clips.size(); i += parts) {
        scores[i] = score_with(firmware, clips[i]);
      }
    });
    return scores;
  }

  std::vector<Detection> push(std::span<const int16_t> samples) override {
    std::vector<Detection> found;
    for (auto [detection, sample] : firmware_.push(samples)) {
      detection.time_s =
          static_cast<double>(sample - start_) / samples_a_second();
      found.push_back(detection);
    }
    return found;
  }

  void reset(std::span<const int16_t> warm_up = {}) override {
    firmware_.reset();
    firmware_.hear(warm_up);
    start_ = warm_up.size();
  }

  std::vector<int16_t> quiet_sound(
      std::span<const int16_t> clip) const override {
    return features_->quiet_sound(clip);
  }

 private:
  std::vector<int> score_with(Conversation& firmware,
                              std::span<const int16_t> clip) const {
    firmware.reset();
    firmware.hear(features_->heard_signal(clip));
    return firmware.score(labels_.size());
  }

  const std::vector<std::string> labels_;
  const std::unique_ptr<FeatureBlock> features_;
  const Target target_;
  const std::filesystem::path elf_;
  Conversation firmware_;
  uint64_t start_ = 0;  // samples of warm-up
};

}  // namespace

std::unique_ptr<Detector> make_emulated_detector(
    const Package& package, const Target& target,
    const std::filesystem::path& elf) {
  return std::make_unique<EmulatedDetector>(package, target, elf);
}

}  // namespace mote
