// Points of many dimensions on a plane, so that those near each other stay so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/base/run.h"
#include "lib/embedding/affinities.h"
#include "lib/embedding/repulsion.h"
#include "lib/neighbours/neighbours.h"

namespace mote {

struct NeighbourEmbedding {
  Plane points;
  double divergence = 0;  // of Kullback and Leibler, from the affinities
};

// t-SNE (van der Maaten and Hinton, 2008) with Barnes and Hut's approximation
// at an angle of 0.5: 250 steps with the affinities 12 times as strong, then
// 500 without, at a rate of a twelfth of the number of points (Belkina and
// others, 2019), from `start` (one place a point; two principal components are
// a good one, Kobak and Berens, 2019), which is scaled to a deviation of
// 0.0001. `seed` moves each point by a hundredth of that, so that equal ones
// part. The same bits on any number of threads. 1,500 points take about a
// second, 20,000 about twenty.
NeighbourEmbedding neighbour_embedding(const Affinities& affinities,
                                       const Plane& start, const Run& run);

// The share of what is near that stays near: of the points' `count` nearest
// others, as given, those also among the `count` nearest on the plane. 1 where
// a plane can show them all.
double neighbours_kept(const std::vector<std::vector<Neighbour>>& neighbours,
                       const Plane& points, size_t count, const Run& run);

}  // namespace mote
