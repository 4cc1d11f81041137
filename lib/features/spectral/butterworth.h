// Filters of S. Butterworth, "On the Theory of Filter Amplifiers", 1930.
#pragma once

#include <string>
#include <vector>

#include "device/dsp/spectral_window.h"

namespace mote {

// A "low" or "high" pass of an even order as sections of second order, by the
// bilinear transform. Throws Error for an odd order or a cutoff that is not
// between 0 and half the rate.
std::vector<dsp::FilterSection> butterworth(const std::string& pass, int order,
                                            double cutoff_hz, double rate_hz);

}  // namespace mote
