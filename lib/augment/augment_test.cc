#include "lib/augment/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lib/augment/effects.h"

namespace mote {
namespace {

constexpr double kRate = 16000;
constexpr size_t kSecond = 16000;

std::vector<int16_t> tone(double hz, double level, size_t size = kSecond) {
  std::vector<int16_t> samples(size);
  for (size_t i = 0; i < size; ++i) {
    samples[i] = static_cast<int16_t>(
        level * std::sin(2 * 3.14159265358979 * hz * i / kRate));
  }
  return samples;
}

// Everything off but what a test turns on.
AugmentSettings nothing() {
  AugmentSettings settings;
  settings.speed = {1, 1};
  settings.shift_ms = 0;
  settings.tilt_db = settings.gain_db = {0, 0};
  settings.reverb = settings.noise = 0;
  settings.silence_gain_db = {0, 0};
  return settings;
}

double db(double power_ratio) { return 10 * std::log10(power_ratio); }

double power(const std::vector<int16_t>& samples) {
  return mean_power(std::span<const int16_t>(samples));
}

// Power at one frequency (Goertzel).
double power_at(const std::vector<int16_t>& samples, double hz) {
  double real = 0, imaginary = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * 3.14159265358979 * hz * i / kRate;
    real += samples[i] * std::cos(phase);
    imaginary += samples[i] * std::sin(phase);
  }
  return (real * real + imaginary * imaginary) / samples.size();
}

TEST(Augmenter, ChangesNothingWhenAllIsOff) {
  const auto clip = tone(440, 9000);
  EXPECT_EQ(Augmenter(nothing(), kRate, {}).clip(clip, kSecond, 5), clip);
  AugmentSettings disabled;
  disabled.enabled = false;
  EXPECT_EQ(Augmenter(disabled, kRate, {}).clip(clip, kSecond, 5), clip);
}

TEST(Augmenter, CentresAndCutsClips) {
  const Augmenter augmenter(nothing(), kRate, {});
  const std::vector<int16_t> clip = {1, 2, 3, 4};
  const auto longer = augmenter.clip(clip, 8, 1);
  EXPECT_EQ(longer.size(), 8u);
  EXPECT_TRUE(std::equal(clip.begin(), clip.end(), longer.begin() + 2));
  EXPECT_NE(longer[7], 0);  // its quiet sound goes on
  EXPECT_EQ(augmenter.clip(clip, 2, 1), (std::vector<int16_t>{2, 3}));
  const auto heard = augmenter.clip(clip, 4, 1, 3);
  EXPECT_EQ(heard.size(), 7u);
  EXPECT_TRUE(std::equal(clip.begin(), clip.end(), heard.begin() + 3));
  EXPECT_EQ(augmenter.clip({}, 2, 1), (std::vector<int16_t>{0, 0}));
}

TEST(Augmenter, TheSameKeyGivesTheSameClip) {
  const Augmenter augmenter({}, kRate, {tone(100, 500, 48000)});
  const auto clip = tone(440, 9000);
  const auto key = augment_key(1, "a", 0);
  EXPECT_EQ(augmenter.clip(clip, kSecond, key),
            augmenter.clip(clip, kSecond, key));
  for (const uint64_t other : {augment_key(1, "a", 1), augment_key(1, "b", 0),
                               augment_key(2, "a", 0)}) {
    EXPECT_NE(augmenter.clip(clip, kSecond, other),
              augmenter.clip(clip, kSecond, key));
  }
}

TEST(Augmenter, SpeedRaisesThePitch) {
  AugmentSettings settings = nothing();
  settings.speed = {1.2, 1.2};
  const auto fast =
      Augmenter(settings, kRate, {}).clip(tone(500, 9000), kSecond, 1);
  EXPECT_GT(power_at(fast, 600), 100 * power_at(fast, 500));
}

TEST(Augmenter, ShiftMovesTheClip) {
  AugmentSettings settings = nothing();
  settings.shift_ms = 100;
  std::vector<int16_t> clip(kSecond);
  clip[8000] = 30000;
  for (uint64_t key = 0; key < 50; ++key) {
    const auto moved = Augmenter(settings, kRate, {}).clip(clip, kSecond, key);
    const auto peak = std::max_element(moved.begin(), moved.end());
    EXPECT_NEAR(peak - moved.begin(), 8000, 1601);
  }
}

TEST(Augmenter, MixesNoiseAtTheSignalToNoiseRatio) {
  AugmentSettings settings = nothing();
  settings.noise = 1;
  settings.snr_db = {10, 10};
  const auto noisy = Augmenter(settings, kRate, {tone(1000, 123, 64000)})
                         .clip(tone(400, 9000), kSecond, 3);
  EXPECT_NEAR(db(power_at(noisy, 400) / power_at(noisy, 1000)), 10, 0.2);
}

TEST(Augmenter, TheNoiseIsHeardBeforeTheClip) {
  AugmentSettings settings = nothing();
  settings.noise = 1;
  settings.snr_db = {10, 10};
  auto word = tone(400, 9000);
  std::fill(word.begin(), word.begin() + 4000, int16_t{0});
  const auto heard = Augmenter(settings, kRate, {tone(1000, 123, 64000)})
                         .clip(word, kSecond, 3, kSecond);
  const std::vector<int16_t> lead(heard.begin(), heard.begin() + kSecond);
  const std::vector<int16_t> clip(heard.begin() + kSecond, heard.end());
  EXPECT_NEAR(db(power_at(clip, 1000) / power_at(lead, 1000)), 0, 0.2);
  EXPECT_LT(power_at(lead, 400), power_at(clip, 400) / 1000);
}

TEST(Augmenter, GainAndFullScale) {
  AugmentSettings settings = nothing();
  settings.gain_db = {6, 6};
  const auto loud =
      Augmenter(settings, kRate, {}).clip(tone(400, 9000), kSecond, 3);
  EXPECT_NEAR(db(power(loud) / power(tone(400, 9000))), 6, 0.1);
  settings.gain_db = {40, 40};
  const auto clipped =
      Augmenter(settings, kRate, {}).clip(tone(400, 9000), kSecond, 3);
  EXPECT_EQ(*std::max_element(clipped.begin(), clipped.end()), 32767);
  EXPECT_EQ(*std::min_element(clipped.begin(), clipped.end()), -32768);
}

TEST(Augmenter, SilenceIsBackgroundOrWhiteNoise) {
  AugmentSettings settings = nothing();
  settings.silence_gain_db = {-20, -20};
  const auto background = tone(700, 5000, 3000);  // shorter than a second
  const auto cut = Augmenter(settings, kRate, {background}).silence(kSecond, 9);
  EXPECT_EQ(cut.size(), kSecond);
  EXPECT_NEAR(db(power(cut) / power(background)), -20, 0.5);
  const auto white = Augmenter(nothing(), kRate, {}).silence(kSecond, 9);
  EXPECT_GT(power(white), 1000);
}

TEST(Effects, TiltTradesLowForHighFrequencies) {
  const auto gain_at = [](double hz, double tilt_db) {
    const auto input = tone(hz, 9000);
    std::vector<float> sound(input.begin(), input.end());
    tilt(sound, tilt_db);
    return db(mean_power(std::span<const float>(sound)) / power(input));
  };
  EXPECT_NEAR(gain_at(7900, 6) - gain_at(20, 6), 6, 0.1);
  EXPECT_NEAR(gain_at(7900, -6) - gain_at(20, -6), -6, 0.1);
  EXPECT_NEAR(gain_at(4000, 6), 0, 0.1);
}

TEST(Effects, ReverberationRingsAndFalls) {
  std::vector<float> sound(kSecond, 0.0f);
  sound[0] = 10000;
  reverberate(sound, 3200, 0.8, 42);  // 60 dB in 200 ms
  const auto level = [&](size_t from) {
    return mean_power(std::span<const float>(sound).subspan(from, 800));
  };
  EXPECT_EQ(sound[0], 10000);
  EXPECT_GT(level(1600), 0);
  EXPECT_NEAR(db(level(1600) / level(3200)), 30, 8);
}

TEST(Effects, InterpolationKeepsTheSoundOfWholeSteps) {
  const auto clip = tone(300, 20000);
  std::vector<float> sound(kSecond);
  interpolate(clip, 0, 1, sound);
  EXPECT_TRUE(std::equal(clip.begin(), clip.end(), sound.begin()));
  interpolate(clip, -3, 1, sound);
  EXPECT_EQ(sound[0], 0);
  EXPECT_EQ(sound[10], clip[7]);
}

TEST(AugmentSettings, ReadsTheFieldsOfAProject) {
  const auto settings = read_settings<AugmentSettings>(parse_toml(
      "snr = \"5..20 dB\"\nshift = \"0.05 s\"\nreverb = 0.5", "mote.toml"));
  EXPECT_EQ(settings.snr_db, (Interval{5, 20}));
  EXPECT_EQ(settings.shift_ms, 50);
  EXPECT_EQ(settings.reverb, 0.5);
}

}  // namespace
}  // namespace mote
