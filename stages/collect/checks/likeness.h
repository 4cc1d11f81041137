// Whether two recordings are one, changed a little.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace mote {

struct Alignment {
  int lag = 0;          // frame t + lag of the first is frame t of the second
  double likeness = 0;  // from -1 to 1
};

// Where, among the lags of [first_lag, last_lag], two lists of frames of
// `width` values are most alike: the correlation of what they share, each
// column's mean taken away. Only lags that leave 60 % of the shorter list
// count.
Alignment align(std::span<const float> a, std::span<const float> b,
                size_t width, int first_lag, int last_lag);

}  // namespace mote
