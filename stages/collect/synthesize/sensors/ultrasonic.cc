#include "stages/collect/synthesize/sensors/ultrasonic.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/motion.h"

namespace mote {
namespace {

constexpr double kRate_hz = 20, kSeconds = 4;
constexpr double kNearest_m = 0.02, kRange_m = 4;
constexpr double kJitter_m = 0.002;

struct Place {
  double wall_m, celsius, lost;  // lost: share of echoes
};

Place place_of(const Scene& scene) {
  Random own(scene.individual_seed("place"));
  return {own.between(2.2, 3.8), own.between(5, 32), own.between(0, 0.03)};
}

// What is nearest in front of the sensor.
std::function<double(double)> nearest(const Scene& scene, const Place& place) {
  Random random(scene.take_seed("walker"));
  const double near_m = random.between(0.4, 0.9);
  const double far_m = place.wall_m - random.between(0.1, 0.4);
  const double start_s = random.between(0.2, 0.8);
  const double takes_s = random.between(1.6, 2.8);
  const double across_m = random.between(0.6, 1.8);
  const std::string label = scene.label;
  return [=](double t) {
    const double x = (t - start_s) / takes_s;
    double distance = place.wall_m;
    if (label == "approaching") {
      distance = far_m + (near_m - far_m) * minimum_jerk(x);
    } else if (label == "leaving") {
      distance = near_m + (far_m - near_m) * minimum_jerk(x);
    } else if (label == "passing" && x > 0.3 && x < 0.7) {
      distance = across_m;
    } else if (label == "standing") {
      distance = near_m + 0.01 * std::sin(kTwoPi * 0.4 * t + start_s);
    }
    return distance;
  };
}

Synthesized make(const Scene& scene) {
  const Place place = place_of(scene);
  const auto distance_m = nearest(scene, place);
  Random random(scene.take_seed("echo"));
  std::vector<float> readings;
  for (int t = 0; t < static_cast<int>(kRate_hz * kSeconds); ++t) {
    const double truth_m = distance_m(t / kRate_hz);
    double reading = measured_distance_m(truth_m + kJitter_m * random.normal(),
                                         place.celsius);
    if (random.between(0, 1) < place.lost) reading = kRange_m;
    readings.push_back(
        static_cast<float>(std::clamp(reading, kNearest_m, kRange_m)));
  }
  Synthesized made;
  made.signal = {kRate_hz, {{"distance", "m"}}, std::move(readings), {}};
  made.facts = {{"wall_m", fmt::format("{:.4f}", place.wall_m)},
                {"celsius", fmt::format("{:.2f}", place.celsius)}};
  return made;
}

}  // namespace

double speed_of_sound_m_s(double celsius) {
  return 331.3 * std::sqrt(1 + celsius / 273.15);
}

double measured_distance_m(double distance_m, double celsius) {
  constexpr double kAssumed_m_s = 343;
  const double echo_us =
      std::round(2e6 * distance_m / speed_of_sound_m_s(celsius));
  return echo_us * 1e-6 * kAssumed_m_s / 2;
}

SensorModel ultrasonic_model() {
  return {"ultrasonic",
          "house",
          {{"empty", "only the wall"},
           {"standing", "someone stands in front of it"},
           {"passing", "someone walks across"},
           {"approaching", "someone comes nearer"},
           {"leaving", "someone walks away"}},
          kRate_hz,
          kSeconds,
          {{"distance", "m"}},
          {},
          make};
}

}  // namespace mote
