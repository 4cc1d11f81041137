#include "stages/collect/synthesize/sensors/geophone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/random.h"

namespace mote {
namespace {

constexpr double kRate_hz = 100, kSeconds = 12;
constexpr size_t kFrames = 1200;
constexpr double kP_km_s = 6;
constexpr double kNatural_hz = 4.5, kDamping = 0.7;

// East, north, up, in um/s.
using Ground = std::array<std::vector<double>, 3>;

double seconds_of(size_t frame) {
  return static_cast<double>(frame) / kRate_hz;
}

// The noise of a place: the sea, and what is near.
void add_noise(const Scene& scene, Ground& ground) {
  Random place(scene.individual_seed("ground"));
  Random random(scene.take_seed("ground"));
  const double sea_hz = place.between(0.15, 0.3);
  const double sea = place.between(0.5, 3), near = place.between(0.05, 0.4);
  for (auto& axis : ground) {
    const double phase = random.between(0, kTwoPi);
    double low = 0;
    for (size_t t = 0; t < kFrames; ++t) {
      const double white = random.normal();
      low += 0.2 * (white - low);
      axis[t] += sea * std::sin(kTwoPi * sea_hz * seconds_of(t) + phase) +
                 near * (0.5 * white + 1.5 * low);
    }
  }
}

struct Wave {
  double start_s, frequency_hz, quality;
  std::array<double, 3> amplitude_um_s;
};

// A wavelet, its main peak a period after the arrival, and what is scattered.
void add_wave(const Wave& wave, Random& random, Ground& ground) {
  const double period_s = 1 / wave.frequency_hz;
  const double turn = kTwoPi * wave.frequency_hz / kRate_hz;
  constexpr double kRadius = 0.9;  // of a resonance around the frequency
  for (size_t axis = 0; axis < 3; ++axis) {
    double last = 0, before = 0;
    for (size_t t = 0; t < kFrames; ++t) {
      const double since = seconds_of(t) - wave.start_s;
      if (since < 0) continue;
      const double value = random.normal() +
                           2 * kRadius * std::cos(turn) * last -
                           kRadius * kRadius * before;
      before = last, last = value;
      const double rise = std::min(since / period_s, 1.0);
      const double decay =
          std::exp(-kTwoPi / 2 * wave.frequency_hz * since / wave.quality);
      ground[axis][t] += wave.amplitude_um_s[axis] *
                         (ricker(wave.frequency_hz, since - period_s) +
                          0.15 * rise * decay * value);
    }
  }
}

void add_earthquake(const Scene& scene, Ground& ground, Synthesized& made) {
  Random random(scene.take_seed("earthquake"));
  const double distance_km = random.between(8, 45);
  const double frequency_hz = random.between(5, 11);
  const double p_s = random.between(1.5, 3);
  const double s_s = p_s + s_after_p_s(distance_km);
  const double quality = random.between(60, 150);
  const double size = random.between(8, 60);
  const double from = random.between(0, kTwoPi);  // where it came from
  const double east = std::cos(from), north = std::sin(from);
  add_wave({p_s,
            frequency_hz,
            quality,
            {0.35 * size * east, 0.35 * size * north, size}},
           random, ground);
  add_wave({s_s,
            0.7 * frequency_hz,
            quality,
            {-3 * size * north, 3 * size * east, 0.8 * size}},
           random, ground);
  made.ranges = {{p_s, s_s, "P"}, {s_s, kSeconds, "S"}};
  made.facts = {{"p_s", fmt::format("{:.4f}", p_s)},
                {"s_s", fmt::format("{:.4f}", s_s)},
                {"distance_km", fmt::format("{:.3f}", distance_km)}};
}

void add_footsteps(const Scene& scene, Ground& ground, Synthesized& made) {
  Random random(scene.take_seed("footsteps"));
  const double steps_hz = random.between(1.6, 2.2);
  const double ringing_hz = random.between(20, 40);
  const double size = random.between(5, 25),
               damping = random.between(0.08, 0.2);
  const double first_s = random.between(0, 1 / steps_hz);
  const double nearest_s = random.between(3, 9);
  for (double at_s = first_s; at_s < kSeconds; at_s += 1 / steps_hz) {
    const double away = (at_s - nearest_s) / 4;  // of the nearest distance
    const double strength = size / (1 + away * away) * random.between(0.7, 1.3);
    for (size_t t = 0; t < kFrames; ++t) {
      const double since = seconds_of(t) - at_s;
      if (since < 0) continue;
      const double value = strength *
                           std::exp(-damping * kTwoPi * ringing_hz * since) *
                           std::sin(kTwoPi * ringing_hz * since);
      for (size_t axis = 0; axis < 3; ++axis) {
        ground[axis][t] += (axis == 2 ? 1 : 0.4) * value;
      }
    }
  }
  made.facts = {{"steps_hz", fmt::format("{:.4f}", steps_hz)}};
}

void add_vehicle(const Scene& scene, Ground& ground, Synthesized& made) {
  Random random(scene.take_seed("vehicle"));
  const double engine_hz = random.between(8, 20);
  const double size = random.between(4, 20);
  const double nearest_s = random.between(4, 8);
  const double passing_s = random.between(1.5, 3);
  std::array<double, 3> phases;
  for (double& phase : phases) phase = random.between(0, kTwoPi);
  for (size_t t = 0; t < kFrames; ++t) {
    const double away = (seconds_of(t) - nearest_s) / passing_s;
    const double strength = size / (1 + away * away);
    for (size_t axis = 0; axis < 3; ++axis) {
      const double angle = kTwoPi * engine_hz * seconds_of(t) + phases[axis];
      ground[axis][t] +=
          strength * (0.5 * std::sin(angle) + 0.25 * std::sin(2 * angle) +
                      0.3 * random.normal());
    }
  }
  made.facts = {{"engine_hz", fmt::format("{:.4f}", engine_hz)}};
}

Synthesized make(const Scene& scene) {
  Ground ground;
  for (auto& axis : ground) axis.resize(kFrames);
  Synthesized made;
  add_noise(scene, ground);
  if (scene.label == "earthquake") add_earthquake(scene, ground, made);
  if (scene.label == "footsteps") add_footsteps(scene, ground, made);
  if (scene.label == "vehicle") add_vehicle(scene, ground, made);
  std::vector<float> readings(3 * kFrames);
  for (size_t axis = 0; axis < 3; ++axis) {
    const auto felt =
        geophone_response(ground[axis], kRate_hz, kNatural_hz, kDamping);
    for (size_t t = 0; t < kFrames; ++t) {
      readings[3 * t + axis] = static_cast<float>(felt[t]);
    }
  }
  made.signal = {kRate_hz, geophone_model().axes, std::move(readings), {}};
  return made;
}

}  // namespace

std::vector<double> geophone_response(const std::vector<double>& velocity,
                                      double rate_hz, double natural_hz,
                                      double damping) {
  // s^2 / (s^2 + 2 z w s + w^2) with s = (1 - q) / (1 + q), w = tan(pi f0 /
  // fs).
  const double w = std::tan(kTwoPi / 2 * natural_hz / rate_hz);
  const double a0 = 1 + 2 * damping * w + w * w;
  const double a1 = 2 * (w * w - 1), a2 = 1 - 2 * damping * w + w * w;
  std::vector<double> felt(velocity.size());
  // As if the ground had moved at its first velocity for ever.
  double in1 = velocity.empty() ? 0 : velocity[0], in2 = in1;
  double out1 = 0, out2 = 0;
  for (size_t t = 0; t < velocity.size(); ++t) {
    const double out =
        (velocity[t] - 2 * in1 + in2 - a1 * out1 - a2 * out2) / a0;
    in2 = in1, in1 = velocity[t];
    out2 = out1, out1 = out;
    felt[t] = out;
  }
  return felt;
}

double ricker(double frequency_hz, double time_s) {
  const double x = kTwoPi / 2 * frequency_hz * time_s;
  return (1 - 2 * x * x) * std::exp(-x * x);
}

double s_after_p_s(double distance_km) {
  return distance_km * (std::sqrt(3) - 1) / kP_km_s;
}

SensorModel geophone_model() {
  return {"geophone",
          "station",
          {{"noise", "the ground at rest"},
           {"earthquake", "P, then S waves"},
           {"footsteps", "someone walks by"},
           {"vehicle", "a lorry passes"}},
          kRate_hz,
          kSeconds,
          {{"E", "um/s"}, {"N", "um/s"}, {"Z", "um/s"}},
          {},
          make};
}

}  // namespace mote
