// From a physical quantity to the numbers that a digital sensor gives.
#pragma once

#include "stages/collect/synthesize/sensors/random.h"

namespace mote {

// As data sheets state it, in the sensor's unit.
struct TransducerFacts {
  double noise_density = 0;  // unit / sqrt(Hz); white
  double largest_bias = 0;   // of zero, either way
  double range = 0;          // what lies beyond -range ... range is cut off
  double step = 0;           // of the last bit
};

// MPU-6050 (InvenSense PS-MPU-6000A-00): 400 ug/sqrt(Hz), zero within 50 mg,
// +-8 g in 16 bits; 0.005 (deg/s)/sqrt(Hz), +-2000 deg/s in 16 bits, zero
// within 20 deg/s of which firmware usually leaves 2.
inline constexpr double kGravity_m_s2 = 9.80665;  // standard gravity, exact
inline constexpr TransducerFacts kAccelerometer = {
    400e-6 * kGravity_m_s2, 0.05 * kGravity_m_s2, 8 * kGravity_m_s2,
    kGravity_m_s2 / 4096};
inline constexpr TransducerFacts kGyroscope = {0.005, 2, 2000, 1 / 16.4};
// ADXL1002 (Analog Devices): 25 ug/sqrt(Hz), +-50 g; behind 16 bits.
inline constexpr TransducerFacts kVibrationSensor = {
    25e-6 * kGravity_m_s2, 0, 50 * kGravity_m_s2, 100 * kGravity_m_s2 / 65536};

// One axis of a sensor: its bias is the part's, its noise the moment's.
class Transducer {
 public:
  Transducer(const TransducerFacts& facts, double rate_hz, uint64_t part_seed,
             uint64_t noise_seed)
      : facts_(facts),
        bias_(
            Random(part_seed).between(-facts.largest_bias, facts.largest_bias)),
        // White noise up to half the rate.
        noise_(facts.noise_density * std::sqrt(rate_hz / 2)),
        random_(noise_seed) {}

  float read(double value) {
    value += bias_ + noise_ * random_.normal();
    if (facts_.step > 0) value = facts_.step * std::round(value / facts_.step);
    if (value > facts_.range) value = facts_.range;
    if (value < -facts_.range) value = -facts_.range;
    return static_cast<float>(value);
  }

 private:
  TransducerFacts facts_;
  double bias_, noise_;
  Random random_;
};

}  // namespace mote
