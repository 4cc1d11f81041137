// A pulsed coherent radar at 60 GHz: complex numbers at some distances.
//
// A target at r gives amplitude / r^2 (power falls as r^4, M. I. Skolnik,
// "Radar Handbook") with a phase of 4 pi r / wavelength, at every distance bin
// weighed by the pulse's envelope, a Gaussian; so a target that moves by half a
// wavelength (2.5 mm) turns the phase once round, and its frequency is 2 v /
// wavelength. Breathing moves a chest by 1 to 6 mm, 12 to 20 times a minute.
#pragma once

#include <complex>

namespace mote {

inline constexpr double kRadarWavelength_m = 299792458.0 / 60e9;

// What a target gives in the bin at a distance.
std::complex<double> radar_echo(double target_m, double bin_m, double width_m,
                                double amplitude);

}  // namespace mote
