// An accelerometer and a gyroscope on a moving body.
#pragma once

#include "stages/collect/synthesize/sensors/motion.h"
#include "stages/collect/synthesize/sensors/sensor_model.h"

namespace mote {

enum class Inertials { kForce, kRates, kBoth };

// Axes ax, ay, az (m/s2) and gx, gy, gz (deg/s).
std::vector<Axis> inertial_axes(Inertials which);

// The readings of the sensor that the individual wears in a way of its own,
// with its part's bias and noise.
Signal inertial_signal(const Motion& motion, const Scene& scene,
                       Inertials which, double rate_hz, double seconds,
                       double largest_tilt);

}  // namespace mote
