#include "lib/embedding/principal_components.h"

#include <algorithm>
#include <cmath>

#include "lib/base/threads.h"
#include "lib/embedding/dot_product.h"
#include "lib/embedding/symmetric_eigen.h"

namespace mote {
namespace {

constexpr size_t kMostExact = 1024;
constexpr double kLeastShare = 1e-10;  // of the largest variance

// Points with their mean taken away, as a matrix of doubles.
struct Matrix {
  size_t rows = 0, columns = 0;
  std::vector<double> values;

  const double* row(size_t i) const { return &values[i * columns]; }
  double* row(size_t i) { return &values[i * columns]; }
};

std::vector<double> mean_of(std::span<const float> rows, size_t dimensions) {
  std::vector<double> mean(dimensions);
  for (size_t i = 0; i < rows.size(); ++i) mean[i % dimensions] += rows[i];
  const double count =
      static_cast<double>(rows.size()) / static_cast<double>(dimensions);
  for (double& value : mean) value /= std::max(count, 1.0);
  return mean;
}

// The products of all pairs of rows: rows x rows values.
std::vector<double> products_of_rows(const Matrix& matrix, const Run& run) {
  const size_t n = matrix.rows;
  std::vector<double> products(n * n);
  parallel_for(n, run.threads, [&](size_t i) {
    run.throw_if_stopped();
    for (size_t j = i; j < n; ++j) {
      products[i * n + j] = dot(matrix.row(i), matrix.row(j), matrix.columns);
    }
  });
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) products[i * n + j] = products[j * n + i];
  }
  return products;
}

Matrix transposed(const Matrix& matrix) {
  Matrix result{matrix.columns, matrix.rows,
                std::vector<double>(matrix.values.size())};
  for (size_t i = 0; i < matrix.rows; ++i) {
    for (size_t j = 0; j < matrix.columns; ++j) {
      result.row(j)[i] = matrix.row(i)[j];
    }
  }
  return result;
}

// to[k] += the sum over i of weights[k][i] * matrix[i], for `count` rows k.
Matrix combined(const Matrix& matrix, const std::vector<double>& weights,
                size_t count, const Run& run) {
  Matrix result{count, matrix.columns,
                std::vector<double>(count * matrix.columns)};
  parallel_for(count, run.threads, [&](size_t k) {
    run.throw_if_stopped();
    for (size_t i = 0; i < matrix.rows; ++i) {
      const double weight = weights[k * matrix.rows + i];
      const double* from = matrix.row(i);
      for (size_t j = 0; j < matrix.columns; ++j) {
        result.row(k)[j] += weight * from[j];
      }
    }
  });
  return result;
}

// Makes rows of length 1 at right angles, by Gram and Schmidt, twice. A row
// that the others span becomes zero.
void orthonormalize(Matrix& rows) {
  for (size_t k = 0; k < rows.rows; ++k) {
    double* row = rows.row(k);
    const double before = std::sqrt(dot(row, row, rows.columns));
    for (size_t again = 0; again < 2; ++again) {
      for (size_t other = 0; other < k; ++other) {
        const double share = dot(row, rows.row(other), rows.columns);
        for (size_t j = 0; j < rows.columns; ++j) {
          row[j] -= share * rows.row(other)[j];
        }
      }
    }
    const double length = std::sqrt(dot(row, row, rows.columns));
    const double factor = length > 1e-12 * before ? 1 / length : 0;
    for (size_t j = 0; j < rows.columns; ++j) row[j] *= factor;
  }
}

// The directions and, unscaled, their variances.
struct Found {
  std::vector<double> values;
  Matrix directions;
};

Found by_covariance(const Matrix& points, size_t count, const Run& run) {
  const size_t d = points.columns;
  Eigen eigen = symmetric_eigen(products_of_rows(transposed(points), run), d);
  count = std::min(count, d);
  eigen.values.resize(count);
  eigen.vectors.resize(count * d);
  return {eigen.values, {count, d, eigen.vectors}};
}

Found by_gram(const Matrix& points, size_t count, const Run& run) {
  const size_t n = points.rows;
  Eigen eigen = symmetric_eigen(products_of_rows(points, run), n);
  count = std::min(count, n);
  eigen.values.resize(count);
  Found found{eigen.values, combined(points, eigen.vectors, count, run)};
  orthonormalize(found.directions);
  return found;
}

Found by_iteration(const Matrix& points, size_t count, const Run& run) {
  constexpr size_t kMore = 10, kMostSteps = 300;
  constexpr double kStill = 1e-9;
  const Matrix columns = transposed(points);
  // A start of values without pattern.
  Matrix space{count + kMore, points.columns, {}};
  uint64_t state = 1;
  for (size_t i = 0; i < space.rows * space.columns; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    space.values.push_back(static_cast<double>(state >> 40) * 0x1p-24 - 0.5);
  }
  Found found{std::vector<double>(space.rows), {}};
  for (size_t step = 0; step < kMostSteps; ++step) {
    orthonormalize(space);
    const Matrix along = transposed(combined(columns, space.values, space.rows,
                                             run));  // points x directions
    const Eigen eigen =
        symmetric_eigen(products_of_rows(transposed(along), run), space.rows);
    const Matrix turned = combined(space, eigen.vectors, space.rows, run);
    double moved = 0;
    for (size_t k = 0; k < count; ++k) {
      moved = std::max(moved, std::abs(eigen.values[k] - found.values[k]));
    }
    found = {eigen.values, turned};
    if (moved <= kStill * eigen.values[0]) break;
    const Matrix weights = transposed(along);
    space = combined(points, weights.values, space.rows, run);
  }
  found.values.resize(count);
  found.directions.rows = count;
  found.directions.values.resize(count * points.columns);
  return found;
}

void fix_sign(double* direction, size_t size) {
  size_t largest = 0;
  for (size_t j = 1; j < size; ++j) {
    if (std::abs(direction[j]) > std::abs(direction[largest])) largest = j;
  }
  if (direction[largest] >= 0) return;
  for (size_t j = 0; j < size; ++j) direction[j] = -direction[j];
}

}  // namespace

PrincipalComponents principal_components(std::span<const float> rows,
                                         size_t dimensions, size_t count,
                                         const Run& run) {
  PrincipalComponents result;
  result.dimensions = dimensions;
  result.mean = mean_of(rows, dimensions);
  Matrix points{rows.size() / dimensions, dimensions, {}};
  for (size_t i = 0; i < rows.size(); ++i) {
    points.values.push_back(rows[i] - result.mean[i % dimensions]);
  }
  if (points.rows < 2) return result;
  const double scale = 1 / static_cast<double>(points.rows - 1);
  result.total_variance =
      scale *
      dot(points.values.data(), points.values.data(), points.values.size());
  const size_t smaller = std::min(points.rows, dimensions);
  Found found = smaller > kMostExact       ? by_iteration(points, count, run)
                : dimensions > points.rows ? by_gram(points, count, run)
                                           : by_covariance(points, count, run);
  for (size_t k = 0; k < found.values.size(); ++k) {
    if (found.values[k] <= kLeastShare * found.values[0]) break;
    double* direction = found.directions.row(k);
    fix_sign(direction, dimensions);
    result.variances.push_back(found.values[k] * scale);
    result.directions.insert(result.directions.end(), direction,
                             direction + dimensions);
  }
  return result;
}

std::vector<float> project(const PrincipalComponents& components,
                           std::span<const float> rows) {
  const size_t d = components.dimensions;
  std::vector<float> result;
  std::vector<double> point(d);
  for (size_t i = 0; i * d < rows.size(); ++i) {
    for (size_t j = 0; j < d; ++j) {
      point[j] = rows[i * d + j] - components.mean[j];
    }
    for (size_t k = 0; k < components.count(); ++k) {
      result.push_back(static_cast<float>(
          dot(point.data(), &components.directions[k * d], d)));
    }
  }
  return result;
}

}  // namespace mote
