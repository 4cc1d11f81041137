// Many numbers as a few.
#pragma once

#include <cstddef>
#include <vector>

namespace mote {

// low .. high hold all values; from .. to nine in ten of them.
struct Distribution {
  size_t count = 0;
  double low = 0, from = 0, median = 0, to = 0, high = 0;
  double mean = 0, deviation = 0;
};

// All zero of no values. Quantiles lie between values as far as their share
// says (type 7 of Hyndman and Fan, 1996; NumPy's default).
Distribution distribution_of(std::vector<double> values);

struct Histogram {
  std::vector<double> edges;   // one more than counts
  std::vector<size_t> counts;  // of [edge, next edge); the last with its end
};

// In about `bins` parts of equal, round width; in the middle of five where all
// values are equal; empty of none. A tail beyond the highest thousandth falls
// into the last part.
Histogram histogram_of(const std::vector<double>& values, int bins);

}  // namespace mote
