// Four metal-oxide gas sensors in a chamber into which a vapour is let.
//
// Their resistance falls by a power of the concentration, Rs = R0 (C / C0)^-b
// (as the curves of Figaro's and Winsen's data sheets are straight on log-log
// paper), b between 0.2 and 0.8 by sensor and gas. The reading is the voltage
// over a load: 5 V RL / (RL + Rs). The chamber fills as 1 - exp(-t / T); a
// sensor follows within seconds when gas comes, and far slower when it goes.
// R0 differs by a factor of two from part to part, and drifts.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/random.h"

namespace mote {
namespace {

constexpr double kRate_hz = 2, kSeconds = 60, kSupply_v = 5;
constexpr size_t kSensors = 4;

struct Gas {
  const char* label;
  std::array<double, kSensors> exponents;
};

constexpr std::array<Gas, 4> kGases = {{{"air", {0, 0, 0, 0}},
                                        {"ethanol", {.7, .45, .3, .5}},
                                        {"methane", {.2, .25, .6, .15}},
                                        {"carbon-monoxide", {.3, .6, .2, .2}}}};

std::vector<Axis> gas_axes() {
  return {{"s1", "V"}, {"s2", "V"}, {"s3", "V"}, {"s4", "V"}};
}

const Gas& gas_of(const std::string& label) {
  for (const Gas& gas : kGases) {
    if (gas.label == label) return gas;
  }
  return kGases.front();
}

Synthesized make(const Scene& scene) {
  Random own(scene.individual_seed("nose"));
  Random today(scene.take_seed("nose"));
  const Gas& gas = gas_of(scene.label);
  const double highest_ppm = today.between(50, 400);
  const double opened_s = today.between(8, 12),
               closed_s = today.between(38, 45);
  const double filling_s = own.between(3, 7);
  std::array<double, kSensors> resistance, rise_s, fall_s, exponent, state = {};
  for (size_t i = 0; i < kSensors; ++i) {
    resistance[i] = own.between(0.7, 1.4) * (1 + 0.03 * today.normal());
    rise_s[i] = own.between(1, 4), fall_s[i] = own.between(10, 25);
    exponent[i] = gas.exponents[i] * own.between(0.9, 1.1);
  }
  double ppm = 0;
  std::vector<float> readings;
  for (int t = 0; t < static_cast<int>(kRate_hz * kSeconds); ++t) {
    const double at_s = t / kRate_hz;
    const bool open = at_s >= opened_s && at_s < closed_s;
    ppm += ((open ? highest_ppm : 0) - ppm) / (filling_s * kRate_hz);
    for (size_t i = 0; i < kSensors; ++i) {
      const double slow_s = ppm > state[i] ? rise_s[i] : fall_s[i];
      state[i] += (ppm - state[i]) / (slow_s * kRate_hz);
      constexpr double kLeast_ppm = 1;
      const double rs =
          resistance[i] * std::pow(1 + state[i] / kLeast_ppm, -exponent[i]);
      constexpr double kLoad = 0.3;
      readings.push_back(static_cast<float>(kSupply_v * kLoad / (kLoad + rs) +
                                            0.003 * today.normal()));
    }
  }
  Synthesized made;
  made.signal = {kRate_hz, gas_axes(), std::move(readings), {}};
  made.ranges = {{opened_s, closed_s, scene.label}};
  made.facts = {{"ppm", fmt::format("{:.1f}", highest_ppm)}};
  return made;
}

}  // namespace

SensorModel gas_model() {
  return {"gas",
          "nose",
          {{"air", "nothing in it"},
           {"ethanol", "its vapour"},
           {"methane", "natural gas"},
           {"carbon-monoxide", "of a fire without air"}},
          kRate_hz,
          kSeconds,
          gas_axes(),
          {},
          make};
}

}  // namespace mote
