#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "lib/embedding/neighbour_embedding.h"
#include "lib/embedding/principal_components.h"
#include "lib/embedding/symmetric_eigen.h"

namespace mote {
namespace {

std::vector<float> random_rows(size_t points, size_t dimensions, int seed) {
  std::mt19937 chance(static_cast<uint32_t>(seed));
  std::normal_distribution<float> normal;
  std::vector<float> rows(points * dimensions);
  for (float& value : rows) value = normal(chance);
  return rows;
}

// matrix * vector - value * vector, at its largest.
double residual(const std::vector<double>& matrix, const Eigen& eigen,
                size_t size, size_t k) {
  double largest = 0;
  for (size_t i = 0; i < size; ++i) {
    double sum = -eigen.values[k] * eigen.vectors[k * size + i];
    for (size_t j = 0; j < size; ++j) {
      sum += matrix[i * size + j] * eigen.vectors[k * size + j];
    }
    largest = std::max(largest, std::abs(sum));
  }
  return largest;
}

TEST(SymmetricEigen, SolvesRandomMatrices) {
  for (const size_t size : {1, 2, 3, 7, 40, 101}) {
    const auto random = random_rows(size, size, 3);
    std::vector<double> matrix(size * size);
    for (size_t i = 0; i < size; ++i) {
      for (size_t j = 0; j < size; ++j) {
        matrix[i * size + j] =
            double{random[i * size + j]} + random[j * size + i];
      }
    }
    const Eigen eigen = symmetric_eigen(matrix, size);
    for (size_t k = 0; k < size; ++k) {
      EXPECT_LT(residual(matrix, eigen, size, k), 1e-13 * double(size));
      EXPECT_LE(eigen.values[k], eigen.values[k - std::min<size_t>(k, 1)]);
      for (size_t other = 0; other <= k; ++other) {
        double product = 0;
        for (size_t i = 0; i < size; ++i) {
          product +=
              eigen.vectors[k * size + i] * eigen.vectors[other * size + i];
        }
        EXPECT_NEAR(product, other == k, 1e-13);
      }
    }
  }
}

TEST(SymmetricEigen, SolvesZerosAndRankOne) {
  EXPECT_EQ(symmetric_eigen(std::vector<double>(9), 3).values,
            std::vector<double>(3));
  const Eigen eigen = symmetric_eigen(std::vector<double>(16, 1.0), 4);
  EXPECT_NEAR(eigen.values[0], 4, 1e-14);
  for (size_t k = 1; k < 4; ++k) EXPECT_NEAR(eigen.values[k], 0, 1e-14);
}

TEST(PrincipalComponents, FindAKnownDirection) {
  // Along (3, -4) / 5, whose largest entry has to be positive: (-3, 4) / 5.
  const std::vector<float> rows = {3, -4, 0, 0, -3, 4, 6, -8, -6, 8};
  const auto found = principal_components(rows, 2, 2, quiet_run());
  ASSERT_EQ(found.count(), 1u) << "the points lie on a line";
  EXPECT_NEAR(found.directions[0], -0.6, 1e-12);
  EXPECT_NEAR(found.directions[1], 0.8, 1e-12);
  EXPECT_NEAR(found.variances[0], (25.0 + 25 + 100 + 100) / 4, 1e-9);
  EXPECT_NEAR(found.total_variance, found.variances[0], 1e-9);
  EXPECT_NEAR(project(found, rows)[3], -10, 1e-5);
}

// Fewer points than dimensions take another way to the same answer.
TEST(PrincipalComponents, AgreeAcrossMethods) {
  const size_t points = 30, dimensions = 12;
  const auto rows = random_rows(points, dimensions, 5);
  std::vector<float> wide;  // the same points among zeros
  for (size_t i = 0; i < points; ++i) {
    wide.insert(wide.end(), rows.begin() + ptrdiff_t(i * dimensions),
                rows.begin() + ptrdiff_t((i + 1) * dimensions));
    wide.resize((i + 1) * 40);
  }
  const auto tall = principal_components(rows, dimensions, 5, quiet_run());
  const auto flat = principal_components(wide, 40, 5, quiet_run());
  ASSERT_EQ(tall.count(), 5u);
  ASSERT_EQ(flat.count(), 5u);
  for (size_t k = 0; k < 5; ++k) {
    EXPECT_NEAR(tall.variances[k], flat.variances[k], 1e-12);
    for (size_t j = 0; j < dimensions; ++j) {
      EXPECT_NEAR(tall.directions[k * dimensions + j],
                  flat.directions[k * 40 + j], 1e-10);
    }
  }
}

TEST(PrincipalComponents, IterateWhereMatricesAreLarge) {
  const size_t size = 1100;
  auto rows = random_rows(size, size, 7);
  for (size_t i = 0; i < size; ++i) {
    for (size_t j = 0; j < 3; ++j) rows[i * size + j] *= 100.0F / float(j + 1);
  }
  const auto found = principal_components(rows, size, 3, quiet_run({}, 2));
  ASSERT_EQ(found.count(), 3u);
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_GT(found.directions[k * size + k], 0.99);
    EXPECT_NEAR(std::sqrt(found.variances[k]), 100.0 / double(k + 1), 8);
  }
}

TEST(PrincipalComponents, HaveNothingToSayOfEqualPoints) {
  EXPECT_EQ(principal_components(std::vector<float>(12, 5), 3, 2, quiet_run())
                .count(),
            0u);
  EXPECT_EQ(
      principal_components(std::vector<float>(3, 5), 3, 2, quiet_run()).count(),
      0u);
}

TEST(Affinities, AreSymmetricAndOfThePerplexityAskedFor) {
  const auto rows = random_rows(200, 5, 11);
  const auto lists = nearest_neighbours(rows, 5, 199, quiet_run());
  const Affinities all = affinities(lists, 20, quiet_run({}, 2));
  double sum = 0;
  for (size_t i = 0; i < all.points(); ++i) {
    for (uint32_t e = all.start[i]; e < all.start[i + 1]; ++e) {
      sum += all.weight[e];
      const uint32_t j = all.other[e];
      const auto begin = all.other.begin() + all.start[j];
      const auto back = std::lower_bound(
          begin, all.other.begin() + all.start[j + 1], uint32_t(i));
      EXPECT_FLOAT_EQ(all.weight[size_t(back - all.other.begin())],
                      all.weight[e]);
    }
  }
  EXPECT_NEAR(sum, 1, 1e-5);
}

Plane random_plane(size_t points, float scale) {
  const auto rows = random_rows(points, 2, 13);
  Plane plane;
  for (size_t i = 0; i < points; ++i) {
    plane.x.push_back(rows[2 * i] * scale);
    plane.y.push_back(rows[2 * i + 1] * scale);
  }
  return plane;
}

Repulsion exact_repulsion(const Plane& points) {
  const size_t n = points.size();
  Repulsion result{{std::vector<float>(n), std::vector<float>(n)}, 0};
  for (size_t i = 0; i < n; ++i) {
    double x = 0, y = 0;
    for (size_t j = 0; j < n; ++j) {
      const double dx = double{points.x[i]} - points.x[j];
      const double dy = double{points.y[i]} - points.y[j];
      const double q = 1 / (1 + dx * dx + dy * dy);
      if (i != j) result.sum += q;
      x += q * q * dx;
      y += q * q * dy;
    }
    result.force.x[i] = static_cast<float>(x);
    result.force.y[i] = static_cast<float>(y);
  }
  return result;
}

TEST(Repulsion, IsNearlyThatOfAllPairs) {
  for (const float scale : {1e-4F, 1.0F, 50.0F}) {
    const Plane points = random_plane(700, scale);
    const Repulsion exact = exact_repulsion(points);
    for (const auto& [angle, most] : {std::pair{0.0, 1e-5}, {0.5, 0.02}}) {
      const Repulsion fast = repulsion(points, angle, quiet_run({}, 2));
      EXPECT_NEAR(fast.sum / exact.sum, 1, most);
      double error = 0, size = 0;
      for (size_t i = 0; i < points.size(); ++i) {
        error += std::hypot(fast.force.x[i] - exact.force.x[i],
                            fast.force.y[i] - exact.force.y[i]);
        size += std::hypot(exact.force.x[i], exact.force.y[i]);
      }
      EXPECT_LT(error / size, most + 1e-4) << scale << " at " << angle;
    }
  }
}

// Points at one place do not push each other, but each other point as many
// times as they are.
TEST(Repulsion, TakesPointsAtOnePlace) {
  Plane points{std::vector<float>(1000), std::vector<float>(1000)};
  points.x.push_back(1);
  points.y.push_back(0);
  const Repulsion found = repulsion(points, 0.5, quiet_run());
  EXPECT_NEAR(found.force.x[1000], 1000 * 0.25, 1e-2);
  EXPECT_NEAR(found.force.x[3], -0.25, 1e-3);
  EXPECT_NEAR(found.sum, 1000 * 999 + 2 * 1000 * 0.5, 5);
  EXPECT_EQ(repulsion({}, 0.5, quiet_run()).sum, 0);
}

struct Clusters {
  std::vector<float> rows;
  NeighbourEmbedding map;
  std::vector<std::vector<Neighbour>> neighbours;
};

// Five far clusters of ten dimensions.
Clusters map_of_clusters(size_t points, int threads) {
  Clusters result{random_rows(points, 10, 17), {}, {}};
  for (size_t i = 0; i < points; ++i) result.rows[i * 10 + i % 5] += 12;
  const Run run = quiet_run({}, threads);
  const auto components = principal_components(result.rows, 10, 2, run);
  const auto start = project(components, result.rows);
  Plane plane;
  for (size_t i = 0; i < points; ++i) {
    plane.x.push_back(start[2 * i]);
    plane.y.push_back(start[2 * i + 1]);
  }
  result.neighbours = nearest_neighbours(result.rows, 10, 60, run);
  result.map =
      neighbour_embedding(affinities(result.neighbours, 20, run), plane, run);
  return result;
}

TEST(NeighbourEmbedding, KeepsClustersApart) {
  const Clusters clusters = map_of_clusters(300, 1);
  const Plane& plane = clusters.map.points;
  std::vector<float> rows;
  for (size_t i = 0; i < plane.size(); ++i) {
    rows.push_back(plane.x[i]);
    rows.push_back(plane.y[i]);
  }
  const auto near = nearest_neighbours(rows, 2, 5, quiet_run());
  for (size_t i = 0; i < 300; ++i) {
    for (size_t k = 0; k < 5; ++k) {
      EXPECT_EQ(near[i][k].row % 5, i % 5);
    }
  }
  EXPECT_GT(neighbours_kept(clusters.neighbours, plane, 10, quiet_run()), 0.4);
  EXPECT_GT(clusters.map.divergence, 0.1);
  EXPECT_LT(clusters.map.divergence, 1);
}

TEST(NeighbourEmbedding, GivesTheSameBitsOnAnyNumberOfThreads) {
  const Clusters one = map_of_clusters(150, 1), three = map_of_clusters(150, 3);
  EXPECT_EQ(one.map.points.x, three.map.points.x);
  EXPECT_EQ(one.map.points.y, three.map.points.y);
}

TEST(NeighbourEmbedding, TakesFewAndEqualPoints) {
  const std::vector<float> rows(40, 1);
  const auto lists = nearest_neighbours(rows, 4, 9, quiet_run());
  const Plane start{std::vector<float>(10), std::vector<float>(10)};
  const auto map = neighbour_embedding(affinities(lists, 3, quiet_run()), start,
                                       quiet_run());
  for (const float x : map.points.x) EXPECT_TRUE(std::isfinite(x));
  EXPECT_EQ(neighbour_embedding({{0, 0}, {}, {}}, {{1}, {2}}, quiet_run())
                .points.size(),
            1u);
}

}  // namespace
}  // namespace mote
