// The ground's velocity, and a geophone that measures it.
//
// An earthquake at a distance r sends P waves at 6 km/s and S waves at that
// over sqrt(3) (a Poisson solid), so S comes r (1/vs - 1/vp) after P. Each
// begins with a wavelet (N. Ricker, 1953): (1 - 2 x^2) exp(-x^2), x = pi f t;
// then scattered waves follow, noise that falls by exp(-pi f t / Q) (K. Aki and
// B. Chouet, 1975). P moves the ground along its way, above all up; S across
// it and several times as far. Footsteps are blows that ring damped at 20 to 40
// Hz; a passing vehicle rumbles at 8 to 20 Hz, loudest when nearest. The ground
// never rests: microseisms at 0.15 to 0.3 Hz, the sea's, and broadband noise.
//
// A geophone is a mass on a spring: of velocity it passes what is above its
// natural frequency, f^2 / (f0^2 - f^2 + 2 i z f0 f), here f0 = 4.5 Hz, z =
// 0.7, by the bilinear transform.
#pragma once

#include <vector>

#include "stages/collect/synthesize/sensors/sensor_model.h"

namespace mote {

// What a geophone passes of the ground's velocity.
std::vector<double> geophone_response(const std::vector<double>& velocity,
                                      double rate_hz, double natural_hz,
                                      double damping);

// (1 - 2 x^2) exp(-x^2), x = pi f t: its spectrum is highest at f.
double ricker(double frequency_hz, double time_s);

// Time between P and S of an earthquake at a distance.
double s_after_p_s(double distance_km);

}  // namespace mote
