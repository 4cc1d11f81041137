// Eigenvalues and eigenvectors of symmetric matrices.
#pragma once

#include <cstddef>
#include <vector>

namespace mote {

struct Eigen {
  std::vector<double> values;   // largest first
  std::vector<double> vectors;  // a row each, of length 1
};

// Of a symmetric size x size matrix, all of whose entries are given, finite
// and row by row: reduced to three diagonals by Householder's reflections, then
// solved by QL steps with implicit shifts (Bowdler, Martin, Reinsch and
// Wilkinson, 1968). The time grows with the cube of the size: about 0.05 s for
// 200, 5 s for 1,000.
Eigen symmetric_eigen(std::vector<double> matrix, size_t size);

}  // namespace mote
