// Recordings as points that can be compared.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "lib/neighbours/neighbours.h"
#include "stages/collect/checks/check.h"

namespace mote {

// The sum of products of two lists of the same length.
float dot(std::span<const float> a, std::span<const float> b);

// The examples of one kind, as rows of standardized features: each dimension
// with mean 0 and deviation 1, over the root of their number, so
// that two unrelated rows lie about root 2 apart.
struct Points {
  std::vector<size_t> samples;  // of each row, its place in the data set
  size_t dimensions = 0;
  std::vector<float> rows;

  size_t size() const { return samples.size(); }
  std::span<const float> row(size_t i) const {
    return std::span(rows).subspan(i * dimensions, dimensions);
  }
};

// One for each length of features that at least `fewest` samples have.
// Values beyond `most_deviations` are cut off.
std::vector<Points> comparable(const Evidence& evidence, size_t fewest,
                               float most_deviations = 4);

// Of every row its `count` nearest others (lib/neighbours).
std::vector<std::vector<Neighbour>> nearest(const Points& points, size_t count,
                                            const Run& run);

}  // namespace mote
