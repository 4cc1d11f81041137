// Principal components beside NumPy's.
#include <cmath>
#include <random>
#include <sstream>

#include "lib/base/file.h"
#include "lib/embedding/principal_components.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

// Points of unlike deviations, in directions that are not the axes.
std::vector<float> random_points(size_t points, size_t dimensions) {
  std::mt19937 chance(3);
  std::normal_distribution<float> normal;
  std::vector<float> rows(points * dimensions);
  for (size_t i = 0; i < points; ++i) {
    float before = 0;
    for (size_t j = 0; j < dimensions; ++j) {
      before = 0.7F * before + normal(chance) * float(1 + j % 9);
      rows[i * dimensions + j] = before + 5;
    }
  }
  return rows;
}

void compare(size_t points, size_t dimensions, size_t count) {
  const auto rows = random_points(points, dimensions);
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "rows";
  write_atomically(file,
                   std::span(reinterpret_cast<const uint8_t*>(rows.data()),
                             rows.size() * sizeof(float)));
  std::istringstream expected(test::run_oracle(
      "principal_components.py",
      {file.string(), std::to_string(dimensions), std::to_string(count)}));
  const auto found = principal_components(rows, dimensions, count, quiet_run());
  ASSERT_EQ(found.count(), count);
  for (size_t k = 0; k < count; ++k) {
    double value = 0;
    ASSERT_TRUE(expected >> value);
    EXPECT_NEAR(found.variances[k] / value, 1, 1e-12);
    for (size_t j = 0; j < dimensions; ++j) {
      ASSERT_TRUE(expected >> value);
      EXPECT_NEAR(found.directions[k * dimensions + j], value, 1e-9);
    }
  }
}

TEST(PrincipalComponents, AreNumPys) {
  MOTE_REQUIRE_ORACLES();
  compare(300, 40, 10);  // by the covariance
  compare(40, 300, 10);  // by the Gram matrix
}

}  // namespace
}  // namespace mote
