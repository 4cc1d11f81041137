// How points of a plane push each other apart, all by all, approximately.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/base/run.h"

namespace mote {

struct Plane {
  std::vector<float> x, y;  // a value a point

  size_t size() const { return x.size(); }
};

// With q_ij = 1 / (1 + |i - j|^2): of every point the sum over all others of
// q_ij^2 (i - j); and the sum of q over all pairs, both ways.
struct Repulsion {
  Plane force;
  double sum = 0;
};

// By Barnes and Hut (1986; for this force van der Maaten, 2014): what lies in a
// square that is small for its distance (side / distance below `angle`; 0:
// exact) counts as lying at its centre of mass. Points that lie together ask
// together. Any number of threads gives the same bits.
Repulsion repulsion(const Plane& points, double angle, const Run& run);

}  // namespace mote
