// The product of two vectors, summed in one order on every processor.
#pragma once

#include <cstddef>

namespace mote {

// In four sums side by side, which compilers turn into vectors.
inline double dot(const double* a, const double* b, size_t size) {
  double lanes[4] = {};
  size_t i = 0;
  for (; i + 4 <= size; i += 4) {
    for (size_t lane = 0; lane < 4; ++lane) {
      lanes[lane] += a[i + lane] * b[i + lane];
    }
  }
  double sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
  for (; i < size; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace mote
