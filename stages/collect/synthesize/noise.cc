#include "stages/collect/synthesize/noise.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr double kRate_hz = 16000;
constexpr size_t kFrames = 30 * 16000;
constexpr double kTwoPi = 2 * std::numbers::pi;

class White {
 public:
  explicit White(uint64_t seed) : seed_(seed) {}
  // Uniform in [-1, 1).
  double next() {
    return static_cast<double>(mix64(seed_, counter_++) >> 11) * 0x1p-52 - 1;
  }

 private:
  uint64_t seed_, counter_ = 0;
};

std::vector<double> white_noise(White& white) {
  std::vector<double> noise(kFrames);
  for (double& value : noise) value = white.next();
  return noise;
}

// Voss and McCartney's sum: row r holds a random value for 2^r frames.
std::vector<double> pink_noise(White& white) {
  constexpr size_t kRows = 12;
  std::vector<double> noise(kFrames), rows(kRows);
  for (size_t t = 0; t < kFrames; ++t) {
    for (size_t row = 0; row < kRows; ++row) {
      if (t % (size_t{1} << row) == 0) rows[row] = white.next();
      noise[t] += rows[row];
    }
  }
  return noise;
}

std::vector<double> brown_noise(White& white) {
  std::vector<double> noise(kFrames);
  double sum = 0;
  for (double& value : noise) value = sum = 0.998 * sum + white.next();
  return noise;
}

std::vector<double> hum_noise(White& white) {
  std::vector<double> noise(kFrames);
  for (size_t t = 0; t < kFrames; ++t) {
    const double mains_hz = t < kFrames / 2 ? 50 : 60;
    for (int harmonic = 1; harmonic <= 9; harmonic += 2) {
      noise[t] +=
          std::sin(kTwoPi * mains_hz * harmonic * t / kRate_hz) / harmonic;
    }
    noise[t] += 0.05 * white.next();
  }
  return noise;
}

// White noise through a resonance (two poles) that drifts around 180 Hz.
std::vector<double> fan_noise(White& white) {
  constexpr double kRadius = 0.97;
  std::vector<double> noise(kFrames);
  double last = 0, before = 0;
  for (size_t t = 0; t < kFrames; ++t) {
    const double centre_hz = 180 + 60 * std::sin(kTwoPi * 0.13 * t / kRate_hz);
    const double turn = 2 * kRadius * std::cos(kTwoPi * centre_hz / kRate_hz);
    const double value =
        white.next() + turn * last - kRadius * kRadius * before;
    before = last, last = value;
    noise[t] = value + white.next();
  }
  return noise;
}

using Maker = std::vector<double> (*)(White&);

const std::map<std::string, Maker>& makers() {
  static const std::map<std::string, Maker> table = {
      {"brown", brown_noise}, {"fan", fan_noise},     {"hum", hum_noise},
      {"pink", pink_noise},   {"white", white_noise},
  };
  return table;
}

// The level in dB of full scale at a moment: two slow waves.
double wandering_level_db(size_t t, uint64_t seed) {
  const double phase = static_cast<double>(seed % 1000) / 1000;
  const double seconds = t / kRate_hz;
  return -42.5 + 11 * std::sin(kTwoPi * (seconds / 7.3 + phase)) +
         6.5 * std::sin(kTwoPi * (seconds / 2.9 + 3 * phase));
}

Signal at_wandering_level(const std::vector<double>& noise, uint64_t seed) {
  double power = 0;
  for (double value : noise) power += value * value;
  const double rms = std::sqrt(power / static_cast<double>(noise.size()));
  std::vector<int16_t> samples(noise.size());
  constexpr size_t kStepFrames = 160;  // in which the level hardly changes
  double gain = 0;
  for (size_t t = 0; t < noise.size(); ++t) {
    if (t % kStepFrames == 0) {
      gain = std::pow(10, wandering_level_db(t, seed) / 20);
    }
    samples[t] = static_cast<int16_t>(
        std::lrint(std::clamp(32768 * gain * noise[t] / rms, -32768., 32767.)));
  }
  return mono_audio(kRate_hz, std::move(samples));
}

}  // namespace

const std::vector<std::string>& noise_kinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> names;
    for (const auto& [name, maker] : makers()) names.push_back(name);
    return names;
  }();
  return kinds;
}

Signal make_noise(const std::string& kind) {
  const auto found = makers().find(kind);
  if (found == makers().end()) throw Error("no noise is called '" + kind + "'");
  const uint64_t seed = hash64(kind);
  White white(seed);
  return at_wandering_level(found->second(white), seed);
}

Signal make_babble(const std::vector<Signal>& speech) {
  constexpr uint64_t kSeed = 20;
  constexpr size_t kRepeats = 12;
  std::vector<double> sum(kFrames);
  for (size_t i = 0; i < speech.size() * kRepeats; ++i) {
    const auto& samples = speech[i % speech.size()].int16_samples();
    const size_t start = mix64(kSeed, 2 * i) % kFrames;
    const double gain = 0.1 + 0.9 * (mix64(kSeed, 2 * i + 1) % 1000) / 1000;
    for (size_t t = 0; t < samples.size(); ++t) {
      sum[(start + t) % kFrames] += gain * samples[t];
    }
  }
  return at_wandering_level(sum, kSeed);
}

}  // namespace mote
