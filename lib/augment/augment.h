// A training clip as it might have been recorded elsewhere, by someone else.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/augment/settings.h"

namespace mote {

// The key of one drawing: the same run, sample and epoch give the same clip,
// in whatever order or thread.
uint64_t augment_key(uint64_t seed, std::string_view sample_id, int epoch);

// Varies clips and cuts silence. Const and safe from many threads.
class Augmenter {
 public:
  // backgrounds: recordings to mix in and to cut silence from, at the rate of
  // the clips; where there are none, white noise serves.
  Augmenter(const AugmentSettings& settings, double rate_hz,
            std::vector<std::vector<int16_t>> backgrounds);

  // `lead` samples of the surroundings (the clip's own quiet sound and the
  // noise that is mixed in), then `length` samples of the varied clip, its
  // middle near the middle; what the clip does not fill is its quiet sound.
  // With a lead, pass the result to FeatureBlock::run_heard: the device has
  // been hearing this noise. Without, to FeatureBlock::run, whose warm-up
  // finds the noise in the clip's own pauses.
  // Settings that are not enabled change nothing but the length.
  std::vector<int16_t> clip(std::span<const int16_t> samples, size_t length,
                            uint64_t key, size_t lead = 0) const;

  // A cut of background at a random loudness.
  std::vector<int16_t> silence(size_t length, uint64_t key) const;

 private:
  void cut(std::span<const int16_t> samples, double start, double speed,
           std::span<float> sound) const;
  // `length` samples of a random recording from a random start, repeated when
  // it is shorter than that.
  std::vector<int16_t> background(size_t length, uint64_t key) const;

  AugmentSettings settings_;
  double rate_hz_;
  std::vector<std::vector<int16_t>> backgrounds_;
};

}  // namespace mote
