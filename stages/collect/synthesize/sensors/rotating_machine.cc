#include "stages/collect/synthesize/sensors/rotating_machine.h"

#include <fmt/format.h>

#include <algorithm>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/transducer.h"

namespace mote {
namespace {

constexpr double kRate_hz = 8000, kSeconds = 1;
constexpr double kSlip = 0.01;          // of a strike's spacing
constexpr double kSpeedWander = 0.002;  // of the speed, within a recording

// The angle of the shaft at a moment: its speed wanders slowly.
class Shaft {
 public:
  Shaft(double rate_hz, uint64_t seed)
      : rate_hz_(rate_hz), wander_(Random(seed).between(0, kTwoPi)) {}

  // In turns.
  double turns(double t) const {
    constexpr double kWander_hz = 0.7;
    const double depth = kSpeedWander / (kTwoPi * kWander_hz);
    return rate_hz_ *
           (t + depth * (std::cos(wander_) -
                         std::cos(kTwoPi * kWander_hz * t + wander_)));
  }
  double rate_hz() const { return rate_hz_; }

 private:
  double rate_hz_, wander_;
};

// Adds orders of the shaft's rate: velocity_mm_s at order x f, in a phase.
void add_order(const Shaft& shaft, double order, double velocity_mm_s,
               double phase, std::vector<double>& values) {
  const double amplitude =
      1e-3 * velocity_mm_s * kTwoPi * order * shaft.rate_hz();
  for (size_t t = 0; t < values.size(); ++t) {
    const double turns = shaft.turns(static_cast<double>(t) / kRate_hz);
    values[t] += amplitude * std::sin(kTwoPi * order * turns + phase);
  }
}

// A pit: what it is struck by, each turn of the shaft, how hard, and through
// what it turns.
struct Pit {
  double strikes_a_turn;
  double strength_m_s2;
  double load_turns;  // turns through the load zone each turn of the shaft; 0:
                      // it stays where it is
};

void add_strike(const Machine& machine, double at_s, double strength,
                std::vector<double>& values) {
  const double turn = kTwoPi * machine.resonance_hz;
  const double decay = machine.damping * turn;
  const double ringing =
      turn * std::sqrt(1 - machine.damping * machine.damping);
  const auto first =
      static_cast<size_t>(std::ceil(std::max(at_s, 0.) * kRate_hz));
  const auto length = static_cast<size_t>(std::ceil(10 / decay * kRate_hz));
  for (size_t t = first; t < std::min(first + length, values.size()); ++t) {
    const double since = static_cast<double>(t) / kRate_hz - at_s;
    values[t] +=
        strength * std::exp(-decay * since) * std::sin(ringing * since);
  }
}

void add_pit(const Machine& machine, const Shaft& shaft, const Pit& pit,
             Random& random, std::vector<double>& values) {
  const double spacing_s = 1 / (pit.strikes_a_turn * shaft.rate_hz());
  const double offset = random.between(0, 1), place = random.between(0, 1);
  for (double i = -1; (i + offset) * spacing_s < kSeconds; ++i) {
    const double slip = kSlip * random.between(-1, 1);
    const double at_s = (i + offset + slip) * spacing_s;
    const double load =
        pit.load_turns > 0
            ? load_share(kTwoPi * (pit.load_turns * shaft.turns(at_s) + place))
            : 1;
    const double hard = pit.strength_m_s2 * load * random.between(0.9, 1.1);
    if (hard > 0) add_strike(machine, at_s, hard, values);
  }
}

// The fault a machine has, on top of what every machine has.
void add_fault(const Scene& scene, const Machine& machine, const Shaft& shaft,
               Random& random, std::vector<double>& values) {
  const auto phase = [&] { return random.between(0, kTwoPi); };
  const BearingRates a_turn = bearing_rates(machine.bearing, 1);
  const double pit_m_s2 = random.between(3, 9);
  if (scene.label == "imbalance") {
    add_order(shaft, 1, random.between(4, 11), phase(), values);
  } else if (scene.label == "misalignment") {
    add_order(shaft, 1, random.between(1, 2), phase(), values);
    add_order(shaft, 2, random.between(2, 5), phase(), values);
    add_order(shaft, 3, random.between(0.3, 0.8), phase(), values);
  } else if (scene.label == "looseness") {
    const double hard = random.between(2, 4);
    for (int half = 1; half <= 20; ++half) {
      const double order = 0.5 * half;
      const double share = half % 2 == 0 ? 1 : 0.4;
      add_order(shaft, order, hard * share / std::max(order, 1.), phase(),
                values);
    }
  } else if (scene.label == "bearing-outer") {
    add_pit(machine, shaft, {a_turn.outer_hz, pit_m_s2, 0}, random, values);
  } else if (scene.label == "bearing-inner") {
    add_pit(machine, shaft, {a_turn.inner_hz, pit_m_s2, 1}, random, values);
  } else if (scene.label == "bearing-ball") {
    add_pit(machine, shaft, {2 * a_turn.spin_hz, pit_m_s2, a_turn.cage_hz},
            random, values);
  }
}

Synthesized make(const Scene& scene) {
  const Machine machine = machine_of(scene);
  const Shaft shaft(machine.shaft_hz, scene.take_seed("wander"));
  Random random(scene.take_seed("machine"));
  std::vector<double> values(static_cast<size_t>(kRate_hz * kSeconds));
  // What balancing left (up to 0.7 mm/s: zone A of ISO 10816), and the hum.
  add_order(shaft, 1, random.between(0.2, 0.7), random.between(0, kTwoPi),
            values);
  add_order(shaft, 2, random.between(0.05, 0.15), random.between(0, kTwoPi),
            values);
  const double hum_phase = random.between(0, kTwoPi);
  for (size_t t = 0; t < values.size(); ++t) {
    const double turns =
        2 * machine.mains_hz * static_cast<double>(t) / kRate_hz;
    values[t] += machine.hum_m_s2 * std::sin(kTwoPi * turns + hum_phase) +
                 machine.floor_m_s2 * random.normal();
  }
  add_fault(scene, machine, shaft, random, values);

  Transducer sensor(kVibrationSensor, kRate_hz, scene.individual_seed("part"),
                    scene.take_seed("noise"));
  std::vector<float> readings;
  for (const double value : values) readings.push_back(sensor.read(value));
  Synthesized made;
  made.signal = {kRate_hz, {{"radial", "m/s2"}}, std::move(readings), {}};
  const BearingRates rates = bearing_rates(machine.bearing, machine.shaft_hz);
  const auto hz = [](double rate) { return fmt::format("{:.4f}", rate); };
  made.facts = {
      {"shaft_hz", hz(machine.shaft_hz)}, {"bpfo_hz", hz(rates.outer_hz)},
      {"bpfi_hz", hz(rates.inner_hz)},    {"bsf_hz", hz(rates.spin_hz)},
      {"ftf_hz", hz(rates.cage_hz)},      {"mains_hz", hz(machine.mains_hz)}};
  return made;
}

}  // namespace

BearingRates bearing_rates(const BearingShape& shape, double shaft_hz) {
  const double across = shape.ratio * std::cos(shape.contact_rad);
  BearingRates rates;
  rates.cage_hz = shaft_hz / 2 * (1 - across);
  rates.outer_hz = shape.balls * rates.cage_hz;
  rates.inner_hz = shape.balls * shaft_hz / 2 * (1 + across);
  rates.spin_hz = shaft_hz / (2 * shape.ratio) * (1 - across * across);
  return rates;
}

double load_share(double angle_rad) {
  const double share = std::cos(angle_rad);
  return share > 0 ? std::pow(share, 1.5) : 0;
}

Machine machine_of(const Scene& scene) {
  Random own(scene.individual_seed("machine"));
  Random today(scene.take_seed("speed"));
  Machine machine;
  machine.mains_hz = own.below(2) == 0 ? 50 : 60;
  // Asynchronous motors turn a little slower than their field: half the mains
  // frequency with four poles, all of it with two.
  const double field_hz = machine.mains_hz / (own.below(3) == 0 ? 1 : 2);
  machine.shaft_hz =
      field_hz * (1 - own.between(0.01, 0.03)) * today.between(0.99, 1);
  machine.bearing = {7 + own.below(4), own.between(0.18, 0.32),
                     own.below(2) == 0 ? 0 : own.between(0, 0.4)};
  machine.resonance_hz = own.between(1800, 3200);
  machine.damping = own.between(0.03, 0.08);
  machine.hum_m_s2 = own.between(0.02, 0.1);
  machine.floor_m_s2 = own.between(0.08, 0.3);
  return machine;
}

SensorModel vibrometer_model() {
  return {"vibrometer",
          "machine",
          {{"healthy", "balanced, aligned, its bearing whole"},
           {"imbalance", "its mass is off centre: 1x"},
           {"misalignment", "its couplings are at an angle: 2x"},
           {"looseness", "its foot is loose: many harmonics and halves"},
           {"bearing-outer", "a pit in the outer ring: BPFO"},
           {"bearing-inner", "a pit in the inner ring: BPFI"},
           {"bearing-ball", "a pit in a ball: BSF"}},
          kRate_hz,
          kSeconds,
          {{"radial", "m/s2"}},
          {},
          make};
}

}  // namespace mote
