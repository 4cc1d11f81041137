#include "stages/collect/synthesize/sensors/inertial.h"

#include "stages/collect/synthesize/sensors/transducer.h"

namespace mote {

std::vector<Axis> inertial_axes(Inertials which) {
  const std::vector<Axis> force = {
      {"ax", "m/s2"}, {"ay", "m/s2"}, {"az", "m/s2"}};
  const std::vector<Axis> rates = {
      {"gx", "deg/s"}, {"gy", "deg/s"}, {"gz", "deg/s"}};
  if (which == Inertials::kForce) return force;
  if (which == Inertials::kRates) return rates;
  std::vector<Axis> both = force;
  both.insert(both.end(), rates.begin(), rates.end());
  return both;
}

Signal inertial_signal(const Motion& motion, const Scene& scene,
                       Inertials which, double rate_hz, double seconds,
                       double largest_tilt) {
  Random wearing(scene.individual_seed("mounting"));
  const Matrix3 mounting =
      attitude(wearing.between(-largest_tilt, largest_tilt),
               wearing.between(-largest_tilt, largest_tilt),
               wearing.between(-largest_tilt, largest_tilt));
  std::vector<Transducer> parts;
  for (uint64_t i = 0; i < 6; ++i) {
    parts.emplace_back(i < 3 ? kAccelerometer : kGyroscope, rate_hz,
                       mix64(scene.individual_seed("part"), i),
                       mix64(scene.take_seed("noise"), i));
  }
  std::vector<float> readings;
  const auto frames = static_cast<size_t>(std::lrint(rate_hz * seconds));
  for (size_t t = 0; t < frames; ++t) {
    const Inertial truth =
        measure(motion, static_cast<double>(t) / rate_hz, mounting);
    for (size_t i = 0; i < 3 && which != Inertials::kRates; ++i) {
      readings.push_back(parts[i].read(truth.specific_force[i]));
    }
    for (size_t i = 0; i < 3 && which != Inertials::kForce; ++i) {
      readings.push_back(parts[3 + i].read(truth.rates[i] * 360 / kTwoPi));
    }
  }
  return {rate_hz, inertial_axes(which), std::move(readings), {}};
}

}  // namespace mote
