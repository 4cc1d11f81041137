// The nearest neighbours of every one of many points.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/base/run.h"

namespace mote {

struct Neighbour {
  size_t row = 0;
  float distance = 0;  // Euclidean, squared

  bool operator==(const Neighbour&) const = default;
};

enum class NeighbourSearch {
  kAutomatic,  // exact up to kMostExactRows, from there on by the graph
  kExact,      // every pair: time grows with the square of the number of rows
  kGraph       // a navigable small world (Malkov and Yashunin, 2018)
};

inline constexpr size_t kMostExactRows = 4000;

// Of every row its `count` nearest others, nearest first and of equal distance
// the lower row first; all others where there are fewer. `rows` holds one point
// after the other, `dimensions` finite values each.
//
// By the graph a neighbour may be missed: of data with structure about one in
// a hundred. Distances are exact either way. The result is the same with any
// number of threads and on every processor.
std::vector<std::vector<Neighbour>> nearest_neighbours(
    std::span<const float> rows, size_t dimensions, size_t count,
    const Run& run, NeighbourSearch search = NeighbourSearch::kAutomatic);

}  // namespace mote
