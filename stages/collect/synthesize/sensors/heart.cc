// An electrocardiogram by the dynamical model of P. E. McSharry, G. D.
// Clifford, L. Tarassenko and L. A. Smith ("A Dynamical Model for Generating
// Synthetic Electrocardiogram Signals", IEEE Trans. Biomed. Eng. 50(3), 2003):
// a point runs round a circle, once a beat; at the angles of P, Q, R, S and T
// it is pushed up or down by a_i d exp(-d^2 / (2 b_i^2)), d the angle from
// there, and comes back to a line that breathes. Angles, a and b are their
// table 1, scaled so that R is about 1 mV.
//
// A beat that comes too early follows its predecessor after 60 to 75 % of the
// usual time, and a pause makes up for it. One from the atria looks as usual;
// one from the ventricles has no P, is 2.5 times as wide, and its T is upside
// down.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/random.h"

namespace mote {
namespace {

constexpr double kRate_hz = 250, kSeconds = 4;
constexpr double kNoise_mv = 0.01;
constexpr double kScale_mv = 3.6;  // makes the usual R a millivolt
constexpr double kBreathing_mv = 0.15;
constexpr size_t kP = 0, kR = 2, kT = 4;

struct Wave {
  double angle, height, width;
};
using Waves = std::array<Wave, 5>;  // P, Q, R, S, T

constexpr Waves kUsual = {{{-kTwoPi / 6, 1.2, 0.25},
                           {-kTwoPi / 24, -5, 0.1},
                           {0, 30, 0.1},
                           {kTwoPi / 24, -7.5, 0.1},
                           {kTwoPi / 4, 0.75, 0.4}}};

Waves waves_of(Random& own) {
  Waves waves = kUsual;
  for (Wave& wave : waves) wave.height *= own.between(0.8, 1.2);
  return waves;
}

Waves ventricular(Waves waves) {
  waves[kP].height = 0;
  for (size_t i = 1; i < kT; ++i) {
    waves[i].width *= 2.5, waves[i].height *= 0.25;
  }
  waves[kT].height *= -2;
  return waves;
}

// The interval between R and the next R of each beat, in turn, with breathing
// (5 % more or less); the one before a beat that comes early is short, and the
// next makes up for it.
constexpr size_t kShortInterval = 1, kEarlyBeat = 2;

std::vector<double> intervals_of(const Scene& scene, double usual_s) {
  Random random(scene.take_seed("beats"));
  const double share = random.between(0.6, 0.75), phase = random.between(0, 1);
  std::vector<double> intervals(16);
  for (size_t i = 0; i < intervals.size(); ++i) {
    const double at_s = static_cast<double>(i) * usual_s;
    intervals[i] =
        usual_s * (1 + 0.05 * std::sin(kTwoPi * (0.25 * at_s + phase)));
  }
  if (scene.label != "normal") {
    intervals[kShortInterval] *= share;
    intervals[kShortInterval + 1] *= 2 - share;
  }
  return intervals;
}

double pull(const Waves& waves, double angle) {
  double sum = 0;
  for (const Wave& wave : waves) {
    const double away = std::remainder(angle - wave.angle, kTwoPi);
    sum -= wave.height * away *
           std::exp(-away * away / (2 * wave.width * wave.width));
  }
  return sum;
}

Synthesized make(const Scene& scene) {
  Random own(scene.individual_seed("heart"));
  const double usual_s = 60 / own.between(55, 85);
  const Waves usual = waves_of(own);
  const Waves early =
      scene.label == "ventricular-premature" ? ventricular(usual) : usual;
  const std::vector<double> intervals = intervals_of(scene, usual_s);
  Random random(scene.take_seed("electrodes"));
  constexpr int kSteps = 4;  // of the integration, a reading
  constexpr double kStep_s = 1 / (kRate_hz * kSteps);
  const double breathing_hz = own.between(0.2, 0.3);
  double height = 0, angle = -kTwoPi / 2, at_s = 0;
  size_t interval = 0, beat = 0;
  Synthesized made;
  std::vector<float> readings;
  for (int t = 0; t < static_cast<int>(kRate_hz * kSeconds); ++t) {
    for (int step = 0; step < kSteps; ++step, at_s += kStep_s) {
      const double rate = kTwoPi / intervals[interval];
      const double line =
          kBreathing_mv / kScale_mv * std::sin(kTwoPi * breathing_hz * at_s);
      const Waves& waves = beat == kEarlyBeat ? early : usual;
      height += kStep_s * (rate * pull(waves, angle) - (height - line));
      const bool before_r = angle < 0;
      angle += rate * kStep_s;
      if (before_r && angle >= 0) {
        if (beat == kEarlyBeat && scene.label != "normal") {
          made.ranges = {{at_s - 0.1, at_s + 0.2, scene.label}};
        }
        interval = beat;  // the one that begins with this R
      }
      if (angle >= kTwoPi / 2) angle -= kTwoPi, ++beat;
    }
    readings.push_back(
        static_cast<float>(kScale_mv * height + kNoise_mv * random.normal()));
  }
  made.signal = {kRate_hz, {{"ecg", "mV"}}, std::move(readings), {}};
  made.facts = {{"beats_per_minute", fmt::format("{:.2f}", 60 / usual_s)}};
  return made;
}

}  // namespace

SensorModel heart_model() {
  return {"heart",
          "volunteer",
          {{"normal", "beat after beat"},
           {"atrial-premature", "one comes early"},
           {"ventricular-premature", "one comes early, wide and without P"}},
          kRate_hz,
          kSeconds,
          {{"ecg", "mV"}},
          {},
          make};
}

}  // namespace mote
