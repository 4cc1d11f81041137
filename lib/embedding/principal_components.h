// Principal component analysis: the directions in which points differ most.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/base/run.h"

namespace mote {

struct PrincipalComponents {
  size_t dimensions = 0;
  std::vector<double> mean;        // of the points
  std::vector<double> directions;  // a row each, of length 1
  std::vector<double> variances;   // along them, largest first; over n - 1
  double total_variance = 0;       // along all directions there are

  size_t count() const { return variances.size(); }
};

// The first `count` of the points in `rows` (each of `dimensions` finite
// values), or fewer: not more than the points span, and none of less than
// 10^-10 of the largest variance. The largest entry of a direction (the first
// of equals) is positive, which fixes its sign.
//
// The eigenvectors of the covariance, or of the Gram matrix where there are
// fewer points than dimensions, in double; where both are more than 1,024, by
// subspace iteration (Rutishauser, 1970), to 10^-9 of the largest variance.
PrincipalComponents principal_components(std::span<const float> rows,
                                         size_t dimensions, size_t count,
                                         const Run& run);

// Where points lie along the components: a row of count() values a point.
std::vector<float> project(const PrincipalComponents& components,
                           std::span<const float> rows);

}  // namespace mote
