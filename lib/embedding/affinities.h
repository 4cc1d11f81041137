// How strongly points hold together, from their nearest others.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/base/run.h"
#include "lib/neighbours/neighbours.h"

namespace mote {

// Symmetric weights that are not zero, row by row: those of point i are at
// [start[i], start[i + 1]), by rising `other`. Their sum is 1.
struct Affinities {
  std::vector<uint32_t> start, other;
  std::vector<float> weight;

  size_t points() const { return start.size() - 1; }
};

// Weights fall with the square of the distance as a Gaussian, of a width at
// which each point has as many neighbours as `perplexity` says (van der Maaten
// and Hinton, 2008); both directions of a pair are added. Not all need be
// given: three times the perplexity is usual.
Affinities affinities(const std::vector<std::vector<Neighbour>>& neighbours,
                      double perplexity, const Run& run);

}  // namespace mote
