#include "lib/augment/augment.h"

#include <algorithm>
#include <cmath>

#include "lib/augment/effects.h"
#include "lib/base/hash.h"
#include "lib/signal/quiet.h"

namespace mote {
namespace {

// Noise stands in for recordings that there are none of, at this amplitude.
constexpr int kWhiteNoiseLevel = 1000;

// Of the clip's quiet sound.
constexpr double kQuietPartSeconds = 0.2;

// Random numbers of one key. Every use has a counter of its own, so that a
// setting changes nothing but what it is about.
enum class Draw : uint64_t {
  kSpeed,
  kShift,
  kTilt,
  kHasReverb,
  kDecay,
  kWet,
  kRoom,
  kGain,
  kHasNoise,
  kSnr,
  kNoise,
  kWhich,
  kStart,
  kSamples,
};

uint64_t bits(uint64_t key, Draw what) {
  return mix64(key, static_cast<uint64_t>(what));
}

double uniform(uint64_t key, Draw what, const Interval& interval = {0, 1}) {
  const double x = static_cast<double>(bits(key, what) >> 11) * 0x1p-53;
  return interval.low + (interval.high - interval.low) * x;
}

double amplitude(double db) { return std::pow(10.0, db / 20); }

}  // namespace

uint64_t augment_key(uint64_t seed, std::string_view sample_id, int epoch) {
  return mix64(mix64(seed, hash64(sample_id)), static_cast<uint64_t>(epoch));
}

Augmenter::Augmenter(const AugmentSettings& settings, double rate_hz,
                     std::vector<std::vector<int16_t>> backgrounds)
    : settings_(settings),
      rate_hz_(rate_hz),
      backgrounds_(std::move(backgrounds)) {
  std::erase_if(backgrounds_, [](const auto& sound) { return sound.empty(); });
}

// Output i is the clip at position `start` + i * speed; beyond its ends, its
// own quiet sound goes on, as it would have in the recording.
void Augmenter::cut(std::span<const int16_t> samples, double start,
                    double speed, std::span<float> sound) const {
  const double end = start + speed * static_cast<double>(sound.size());
  const double size = static_cast<double>(samples.size());
  const auto margin = [](double length) {
    return static_cast<size_t>(std::max(0.0, std::ceil(length) + 2));
  };
  const size_t before = margin(-start), after = margin(end - size);
  static thread_local std::vector<int16_t> extended;
  extended.resize(before + samples.size() + after);
  const std::span<int16_t> all = extended;
  const auto quiet =
      quietest_part(samples, static_cast<size_t>(kQuietPartSeconds * rate_hz_));
  if (quiet.empty()) std::fill(all.begin(), all.end(), int16_t{0});
  play_to_and_fro(quiet, all.first(before));
  std::copy(samples.begin(), samples.end(),
            all.begin() + static_cast<ptrdiff_t>(before));
  play_to_and_fro(quiet, all.last(after));
  interpolate(all, start + static_cast<double>(before), speed, sound);
}

std::vector<int16_t> Augmenter::clip(std::span<const int16_t> samples,
                                     size_t length, uint64_t key,
                                     size_t lead) const {
  const AugmentSettings& s = settings_;
  static thread_local std::vector<float> sound;
  sound.resize(lead + length);
  const double speed = s.enabled ? uniform(key, Draw::kSpeed, s.speed) : 1;
  const double shift =
      s.enabled ? uniform(key, Draw::kShift, {-s.shift_ms, s.shift_ms}) : 0;
  const double middle = static_cast<double>(lead) +
                        0.5 * static_cast<double>(length) +
                        shift * rate_hz_ / 1000;
  cut(samples, 0.5 * static_cast<double>(samples.size()) - middle * speed,
      speed, sound);
  double gain = 1;
  if (s.enabled) {
    tilt(sound, uniform(key, Draw::kTilt, s.tilt_db));
    if (uniform(key, Draw::kHasReverb) < s.reverb) {
      reverberate(sound,
                  uniform(key, Draw::kDecay, s.decay_ms) * rate_hz_ / 1000,
                  uniform(key, Draw::kWet, {0.2, 0.9}), bits(key, Draw::kRoom));
    }
    if (uniform(key, Draw::kHasNoise) < s.noise) {
      const auto noise = background(sound.size(), bits(key, Draw::kNoise));
      const double ratio =
          mean_power(std::span<const float>(sound).subspan(lead)) /
          std::max(1e-3, mean_power(noise));
      const double snr_db = uniform(key, Draw::kSnr, s.snr_db);
      mix_in(sound, noise,
             static_cast<float>(std::sqrt(ratio) * amplitude(-snr_db)));
    }
    gain = amplitude(uniform(key, Draw::kGain, s.gain_db));
  }
  std::vector<int16_t> result(sound.size());
  to_int16(sound, static_cast<float>(gain), result);
  return result;
}

std::vector<int16_t> Augmenter::silence(size_t length, uint64_t key) const {
  const auto noise = background(length, bits(key, Draw::kNoise));
  std::vector<float> sound(length, 0.0f);
  mix_in(sound, noise, 1);
  if (settings_.enabled)
    tilt(sound, uniform(key, Draw::kTilt, settings_.tilt_db));
  const double db = uniform(key, Draw::kGain, settings_.silence_gain_db);
  std::vector<int16_t> result(length);
  to_int16(sound, static_cast<float>(amplitude(db)), result);
  return result;
}

std::vector<int16_t> Augmenter::background(size_t length, uint64_t key) const {
  std::vector<int16_t> noise(length);
  if (backgrounds_.empty()) {
    const uint64_t seed = bits(key, Draw::kSamples);
    for (size_t i = 0; i < length; ++i) {
      const auto x = static_cast<int>(mix64(seed, i) % (2 * kWhiteNoiseLevel));
      noise[i] = static_cast<int16_t>(x - kWhiteNoiseLevel);
    }
    return noise;
  }
  const auto& recording =
      backgrounds_[bits(key, Draw::kWhich) % backgrounds_.size()];
  size_t position = bits(key, Draw::kStart) % recording.size();
  if (recording.size() >= length)
    position = bits(key, Draw::kStart) % (recording.size() - length + 1);
  for (size_t i = 0; i < length;) {
    const size_t count = std::min(length - i, recording.size() - position);
    std::copy_n(recording.begin() + static_cast<ptrdiff_t>(position), count,
                noise.begin() + static_cast<ptrdiff_t>(i));
    i += count;
    position = 0;
  }
  return noise;
}

}  // namespace mote
