#include "stages/collect/synthesize/sensors/radar.h"

#include <fmt/format.h>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/motion.h"

namespace mote {
namespace {

constexpr double kRate_hz = 100, kSeconds = 2;
constexpr int kBins = 16;
constexpr double kFirst_m = 0.3, kStep_m = 0.06, kWidth_m = 0.05;
constexpr double kNoise = 0.05;

struct Target {
  double still_m, breathing_m, breathing_hz, waving_m, waving_hz;
  double from_m, to_m, start_s, takes_s;
};

Target target_of(const Scene& scene) {
  Random own(scene.individual_seed("person"));
  Random today(scene.take_seed("person"));
  Target target;
  target.still_m = today.between(0.5, 1.0);
  target.breathing_m = own.between(0.001, 0.006) / 2;
  target.breathing_hz = own.between(12, 20) / 60;
  target.waving_m = own.between(0.02, 0.05);
  target.waving_hz = own.between(1.5, 2.5);
  target.from_m = today.between(0.9, 1.1);
  target.to_m = today.between(0.4, 0.6);
  target.start_s = today.between(0.1, 0.5);
  target.takes_s = today.between(1.0, 1.4);
  return target;
}

double distance_at(const std::string& label, const Target& target, double t) {
  const double x = minimum_jerk((t - target.start_s) / target.takes_s);
  if (label == "approaching") {
    return target.from_m + (target.to_m - target.from_m) * x;
  }
  if (label == "leaving") {
    return target.to_m + (target.from_m - target.to_m) * x;
  }
  const double breath =
      target.breathing_m *
      std::sin(kTwoPi * (target.breathing_hz * t + target.start_s));
  if (label != "waving") return target.still_m + breath;
  return target.still_m + breath +
         target.waving_m * std::sin(kTwoPi * target.waving_hz * t);
}

Synthesized make(const Scene& scene) {
  const Target target = target_of(scene);
  Random own(scene.individual_seed("furniture"));
  const double wall_m = own.between(1.0, 1.2), wall = own.between(0.2, 0.6);
  Random random(scene.take_seed("receiver"));
  std::vector<float> values;
  for (int t = 0; t < static_cast<int>(kRate_hz * kSeconds); ++t) {
    const double person_m = distance_at(scene.label, target, t / kRate_hz);
    for (int bin = 0; bin < kBins; ++bin) {
      const double bin_m = kFirst_m + bin * kStep_m;
      auto echo = radar_echo(wall_m, bin_m, kWidth_m, wall);
      if (scene.label != "empty") {
        echo += radar_echo(person_m, bin_m, kWidth_m, 0.4);
      }
      values.push_back(
          static_cast<float>(echo.real() + kNoise * random.normal()));
      values.push_back(
          static_cast<float>(echo.imag() + kNoise * random.normal()));
    }
  }
  Synthesized made;
  made.signal = {
      kRate_hz, {{"real", ""}, {"imag", ""}}, std::move(values), {kBins}};
  made.facts = {{"first_bin_m", fmt::format("{:.2f}", kFirst_m)},
                {"bin_m", fmt::format("{:.2f}", kStep_m)},
                {"breathing_hz", fmt::format("{:.4f}", target.breathing_hz)},
                {"still_m", fmt::format("{:.4f}", target.still_m)}};
  return made;
}

}  // namespace

std::complex<double> radar_echo(double target_m, double bin_m, double width_m,
                                double amplitude) {
  const double away = (target_m - bin_m) / width_m;
  return std::polar(
      amplitude / (target_m * target_m) * std::exp(-away * away / 2),
      2 * kTwoPi * target_m / kRadarWavelength_m);
}

SensorModel radar_model() {
  return {"radar",
          "person",
          {{"empty", "only the wall"},
           {"breathing", "someone sits still"},
           {"waving", "someone waves"},
           {"approaching", "someone comes nearer"},
           {"leaving", "someone moves away"}},
          kRate_hz,
          kSeconds,
          {{"real", ""}, {"imag", ""}},
          {kBins},
          make};
}

}  // namespace mote
