#include "lib/embedding/symmetric_eigen.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "lib/embedding/dot_product.h"

namespace mote {
namespace {

void add_scaled(double* to, const double* from, double factor, size_t size) {
  for (size_t i = 0; i < size; ++i) to[i] += factor * from[i];
}

struct Tridiagonal {
  std::vector<double> diagonal, below;  // below[i] lies under diagonal[i]
  // Rows whose span the matrix had: matrix = rows^T * tridiagonal * rows.
  std::vector<double> rows;
};

// The reflection I - scale v v^T that takes x to (alpha, 0, 0 ...); v replaces
// x.
struct Reflection {
  double alpha = 0, scale = 0;
};

Reflection reflection_of(double* x, size_t size) {
  double largest = 0;
  for (size_t i = 0; i < size; ++i) {
    largest = std::max(largest, std::abs(x[i]));
  }
  // Nothing to take away.
  double rest = 0;
  for (size_t i = 1; i < size; ++i) rest = std::max(rest, std::abs(x[i]));
  if (rest == 0) return {x[0], 0};
  for (size_t i = 0; i < size; ++i) x[i] /= largest;
  const double length = std::sqrt(dot(x, x, size));
  const double alpha = x[0] > 0 ? -length : length;
  x[0] -= alpha;
  return {alpha * largest, 2 / dot(x, x, size)};
}

// matrix -= v w^T + w v^T with w such that this is the reflection from both
// sides.
void reflect_both_sides(double* matrix, size_t stride, size_t size,
                        const double* v, double scale) {
  std::vector<double> w(size);
  for (size_t i = 0; i < size; ++i) {
    w[i] = scale * dot(matrix + i * stride, v, size);
  }
  add_scaled(w.data(), v, -scale / 2 * dot(w.data(), v, size), size);
  for (size_t i = 0; i < size; ++i) {
    double* row = matrix + i * stride;
    add_scaled(row, w.data(), -v[i], size);
    add_scaled(row, v, -w[i], size);
  }
}

Tridiagonal tridiagonal(std::vector<double> matrix, size_t size) {
  Tridiagonal result{std::vector<double>(size), std::vector<double>(size),
                     std::vector<double>(size * size)};
  std::vector<double> scales(size);
  // The reflection of column k is kept in row k, to the right of its diagonal.
  for (size_t k = 0; k + 1 < size; ++k) {
    const size_t rest = size - k - 1;
    double* v = &matrix[k * size + k + 1];
    result.diagonal[k] = matrix[k * size + k];
    const Reflection reflection = reflection_of(v, rest);
    result.below[k] = reflection.alpha;
    scales[k] = reflection.scale;
    if (reflection.scale == 0) continue;
    reflect_both_sides(&matrix[(k + 1) * size + k + 1], size, rest, v,
                       reflection.scale);
  }
  result.diagonal[size - 1] = matrix[size * size - 1];
  for (size_t i = 0; i < size; ++i) result.rows[i * size + i] = 1;
  for (size_t k = size - 1; k-- > 0;) {
    if (scales[k] == 0) continue;
    const double* v = &matrix[k * size + k + 1];
    const size_t rest = size - k - 1;
    for (size_t i = k + 1; i < size; ++i) {
      double* row = &result.rows[i * size + k + 1];
      add_scaled(row, v, -scales[k] * dot(row, v, rest), rest);
    }
  }
  return result;
}

// Turns rows i and i + 1 by the angle of (cosine, sine).
void turn(std::vector<double>& rows, size_t size, size_t i, double cosine,
          double sine) {
  double* a = &rows[i * size];
  double* b = a + size;
  for (size_t k = 0; k < size; ++k) {
    const double below = b[k];
    b[k] = sine * a[k] + cosine * below;
    a[k] = cosine * a[k] - sine * below;
  }
}

// One QL step of the block [first, last] with Wilkinson's shift.
void ql_step(Tridiagonal& m, size_t size, size_t first, size_t last) {
  std::vector<double>&d = m.diagonal, &e = m.below;
  double g = (d[first + 1] - d[first]) / (2 * e[first]);
  g = d[last] - d[first] + e[first] / (g + std::copysign(std::hypot(g, 1), g));
  double sine = 1, cosine = 1, p = 0;
  for (size_t i = last; i-- > first;) {
    const double f = sine * e[i], b = cosine * e[i];
    const double r = std::hypot(f, g);
    e[i + 1] = r;
    if (r == 0) {  // the block falls apart here
      d[i + 1] -= p;
      e[last] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1] - p;
    const double turned = (d[i] - g) * sine + 2 * cosine * b;
    p = sine * turned;
    d[i + 1] = g + p;
    g = cosine * turned - b;
    turn(m.rows, size, i, cosine, sine);
  }
  d[first] -= p;
  e[first] = g;
  e[last] = 0;
}

double norm(const Tridiagonal& m) {
  double largest = 0;
  for (size_t i = 0; i < m.diagonal.size(); ++i) {
    largest = std::max(largest, std::abs(m.diagonal[i]) + std::abs(m.below[i]));
  }
  return largest;
}

// The last row that is tied to row `first` by what is not nearly zero.
size_t end_of_block(const Tridiagonal& m, size_t first, double least) {
  size_t last = first;
  while (last + 1 < m.diagonal.size() && std::abs(m.below[last]) > least) {
    ++last;
  }
  return last;
}

}  // namespace

Eigen symmetric_eigen(std::vector<double> matrix, size_t size) {
  if (size == 0) return {};
  Tridiagonal m = tridiagonal(std::move(matrix), size);
  const double least = std::numeric_limits<double>::epsilon() * norm(m);
  for (size_t first = 0; first < size; ++first) {
    for (size_t last = end_of_block(m, first, least); last > first;
         last = end_of_block(m, first, least)) {
      ql_step(m, size, first, last);
    }
  }
  std::vector<size_t> order(size);
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(
      order, [&](size_t a, size_t b) { return m.diagonal[a] > m.diagonal[b]; });
  Eigen result;
  for (const size_t i : order) {
    result.values.push_back(m.diagonal[i]);
    const auto row = m.rows.begin() + std::ptrdiff_t(i * size);
    result.vectors.insert(result.vectors.end(), row,
                          row + std::ptrdiff_t(size));
  }
  return result;
}

}  // namespace mote
