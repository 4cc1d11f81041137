// A machine that turns, as an accelerometer on its bearing housing feels it.
//
// Imbalance is a force that turns with the shaft: vibration at its rate f (1x)
// whose velocity is that of the balance grade G = e w (ISO 21940-11), here
// what the housing has of it; acceleration is velocity times 2 pi f.
// Misalignment shakes at 2 f above all; what is loose strikes: harmonics of f,
// and of f / 2, falling as 1 / order (ISO 13373-1 lists these signs). Motors
// hum at twice the mains frequency.
//
// A pit in a rolling bearing is struck at the rates of its geometry (R. B.
// Randall and J. Antoni, "Rolling element bearing diagnostics - A tutorial",
// Mechanical Systems and Signal Processing 25, 2011), for n balls of diameter d
// on a pitch circle D and a contact angle a:
//
//   FTF  = f / 2 (1 - d/D cos a)             the cage
//   BPFO = n f / 2 (1 - d/D cos a)           balls over the outer ring
//   BPFI = n f / 2 (1 + d/D cos a)           balls over the inner ring
//   BSF  = f D / (2 d) (1 - (d/D cos a)^2)   a ball's spin; it strikes at 2 BSF
//
// Each strike rings a resonance: exp(-z w t) sin(w t). Balls slip, so strikes
// come up to a hundredth of their spacing early or late. The load is within a
// zone q(p) = (1 - (1 - cos p))^1.5 (R. Stribeck, 1901), through which a pit
// of the inner ring passes f times a second, one of a ball FTF times.
#pragma once

#include <vector>

#include "stages/collect/synthesize/sensors/sensor_model.h"

namespace mote {

struct BearingShape {
  int balls = 8;
  double ratio = 0.25;     // d / D
  double contact_rad = 0;  // a
};

struct BearingRates {
  double cage_hz = 0, outer_hz = 0, inner_hz = 0, spin_hz = 0;
};
BearingRates bearing_rates(const BearingShape& shape, double shaft_hz);

// The share of the load at an angle from where it presses most: 1 ... 0.
double load_share(double angle_rad);

struct Machine {
  double shaft_hz = 25;
  double mains_hz = 50;
  BearingShape bearing;
  double resonance_hz = 2500, damping = 0.04;
  double hum_m_s2 = 0.05, floor_m_s2 = 0.1;  // of the hum, of broadband noise
};

// The machine of an individual, at the speed of a take.
Machine machine_of(const Scene& scene);

}  // namespace mote
