#include "lib/neighbours/neighbours.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "lib/base/cpu.h"
#include "lib/base/hash.h"
#include "lib/neighbours/squared_distance.h"

namespace mote {
namespace {

float uniform(uint64_t seed, uint64_t i) {
  return static_cast<float>(mix64(seed, i) % 20001) / 10000.0F - 1;
}

// Points around 30 centres, each of ten dimensions of its own and noise in all.
std::vector<float> clusters(size_t size, size_t dimensions) {
  std::vector<float> rows(size * dimensions);
  for (size_t i = 0; i < size; ++i) {
    const uint64_t centre = mix64(7, i) % 30;
    for (size_t d = 0; d < dimensions; ++d) {
      rows[i * dimensions + d] =
          uniform(100 + centre, d) +
          0.3F * uniform(1000 + centre, d) * uniform(2000 + i, d % 10) +
          0.05F * uniform(3, i * dimensions + d);
    }
  }
  return rows;
}

using Lists = std::vector<std::vector<Neighbour>>;

Lists search(const std::vector<float>& rows, size_t dimensions, size_t count,
             NeighbourSearch how, int threads = 2) {
  return nearest_neighbours(rows, dimensions, count, quiet_run({}, threads),
                            how);
}

double recall(const Lists& found, const Lists& exact) {
  double right = 0, all = 0;
  for (size_t i = 0; i < exact.size(); ++i) {
    std::set<size_t> rows;
    for (const Neighbour& one : found[i]) rows.insert(one.row);
    for (const Neighbour& one : exact[i]) {
      right += static_cast<double>(rows.count(one.row));
      ++all;
    }
  }
  return right / all;
}

TEST(SquaredDistance, HasTheSameBitsInEveryVariant) {
  if (!cpu_runs(Isa::kAvx2)) GTEST_SKIP() << "no AVX2";
#if defined(__x86_64__)
  const auto rows = clusters(2, 100);
  for (size_t size = 0; size <= 100; ++size) {
    EXPECT_EQ(squared_distance_portable(&rows[0], &rows[100], size),
              squared_distance_avx2(&rows[0], &rows[100], size))
        << size;
  }
#endif
}

TEST(SquaredDistance, AddsSquares) {
  const std::vector<float> a = {1, 2, 3}, b = {4, -2, 3};
  EXPECT_EQ(squared_distance()(a.data(), b.data(), 3), 25);
}

TEST(Neighbours, ByTheGraphAreNearlyAllOfTheExactOnes) {
  const auto rows = clusters(5000, 40);
  const auto exact = search(rows, 40, 10, NeighbourSearch::kExact);
  const auto found = search(rows, 40, 10, NeighbourSearch::kGraph);
  const double share = recall(found, exact);
  RecordProperty("recall", std::to_string(share));
  EXPECT_GE(share, 0.99);
  for (size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].size(), 10u);
    for (const Neighbour& one : found[i]) EXPECT_NE(one.row, i);
  }
}

TEST(Neighbours, DoNotDependOnThreads) {
  const auto rows = clusters(1000, 24);
  for (const auto how : {NeighbourSearch::kExact, NeighbourSearch::kGraph}) {
    EXPECT_EQ(search(rows, 24, 5, how, 1), search(rows, 24, 5, how, 4));
  }
}

TEST(Neighbours, OfEqualDistanceTheFirstComesFirst) {
  const std::vector<float> rows = {0, 1, -1, 3};
  const Lists wanted = {
      {{1, 1}, {2, 1}}, {{0, 1}, {2, 4}}, {{0, 1}, {1, 4}}, {{1, 4}, {0, 9}}};
  EXPECT_EQ(search(rows, 1, 2, NeighbourSearch::kExact), wanted);
  EXPECT_EQ(search(rows, 1, 2, NeighbourSearch::kGraph), wanted);
}

TEST(Neighbours, AreAllOthersWhereThereAreFew) {
  EXPECT_TRUE(search({}, 3, 4, NeighbourSearch::kAutomatic).empty());
  EXPECT_EQ(search({1, 2, 3}, 3, 4, NeighbourSearch::kAutomatic), Lists(1));
  const auto both = search({1, 2}, 1, 4, NeighbourSearch::kGraph);
  EXPECT_EQ(both, (Lists{{{1, 1}}, {{0, 1}}}));
}

TEST(Neighbours, OfPointsThatAreAllTheSameAreFound) {
  const std::vector<float> rows(600, 1.5F);
  for (const auto& found : search(rows, 2, 3, NeighbourSearch::kGraph)) {
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[2].distance, 0);
  }
}

TEST(Neighbours, StopWhenAsked) {
  const std::atomic<bool> stop = true;
  const ::mote::Run run{silent_progress(), stop, {}, 1, 2};
  const auto rows = clusters(100, 8);
  EXPECT_THROW(nearest_neighbours(rows, 8, 3, run), Stopped);
  EXPECT_THROW(nearest_neighbours(rows, 8, 3, run, NeighbourSearch::kGraph),
               Stopped);
}

}  // namespace
}  // namespace mote
