// The ten nearest neighbours of so many points of 183 dimensions, as many as
// features of a sound have: seconds of the processors, and how many of the
// exact neighbours of a few hundred points were found.
//
//   bench_neighbours POINTS [exact|graph]
#include "lib/neighbours/neighbours.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <set>
#include <string>
#include <vector>

#include "lib/base/hash.h"
#include "lib/neighbours/squared_distance.h"

namespace mote {
namespace {

constexpr size_t kDimensions = 183;
constexpr size_t kCount = 10;

// About 0, deviation 0.58.
float noise(uint64_t seed, uint64_t i) {
  return static_cast<float>(mix64(seed, i) % 20001) / 10000.0F - 1;
}

// Around 300 centres, spread in 12 directions of each and a little in all.
std::vector<float> points(size_t size) {
  std::vector<float> rows(size * kDimensions);
  for (size_t i = 0; i < size; ++i) {
    const uint64_t centre = mix64(7, i) % 300;
    for (size_t d = 0; d < kDimensions; ++d) {
      float value = noise(1000 + centre, d);
      for (uint64_t k = 0; k < 12; ++k) {
        value += 0.3F * noise(10000 + centre * 12 + k, d) * noise(5 + k, i);
      }
      rows[i * kDimensions + d] = value + 0.2F * noise(3, i * kDimensions + d);
    }
  }
  return rows;
}

double recall(const std::vector<float>& rows,
              const std::vector<std::vector<Neighbour>>& found) {
  const size_t size = found.size();
  const size_t step = std::max<size_t>(1, size / 300);
  double right = 0, all = 0;
  for (size_t i = 0; i < size; i += step) {
    std::set<std::pair<float, size_t>> nearest;
    for (size_t j = 0; j < size; ++j) {
      if (j == i) continue;
      nearest.emplace(squared_distance()(&rows[i * kDimensions],
                                         &rows[j * kDimensions], kDimensions),
                      j);
      if (nearest.size() > kCount) nearest.erase(std::prev(nearest.end()));
    }
    for (const Neighbour& one : found[i]) {
      right += static_cast<double>(nearest.count({one.distance, one.row}));
    }
    all += static_cast<double>(kCount);
  }
  return right / all;
}

}  // namespace
}  // namespace mote

int main(int argc, char** argv) {
  using mote::NeighbourSearch;
  const size_t size = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1500;
  NeighbourSearch how = NeighbourSearch::kAutomatic;
  if (argc > 2) {
    how = std::strcmp(argv[2], "exact") == 0 ? NeighbourSearch::kExact
                                             : NeighbourSearch::kGraph;
  }
  const auto rows = mote::points(size);
  const std::clock_t start = std::clock();
  const auto found = mote::nearest_neighbours(
      rows, mote::kDimensions, mote::kCount, mote::quiet_run({}, 2), how);
  const double seconds =
      static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::printf("%zu points: %.2f s of the processors, recall %.4f\n", size,
              seconds, mote::recall(rows, found));
}
