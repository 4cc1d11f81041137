#include "stages/collect/checks/label_scores.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lib/base/hash.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

constexpr size_t kMostLandmarks = 1024;
constexpr size_t kMostLeftOut = 64;
constexpr float kSharpness = 0.5F;  // of the kernel exp(-s * distance^2)
constexpr float kRidge = 0.1F;
constexpr size_t kBlock = 32;

struct Matrix {
  size_t rows = 0, columns = 0;
  std::vector<float> values;

  Matrix(size_t r, size_t c) : rows(r), columns(c), values(r * c) {}
  std::span<float> row(size_t i) {
    return std::span(values).subspan(i * columns, columns);
  }
  std::span<const float> row(size_t i) const {
    return std::span(values).subspan(i * columns, columns);
  }
};

// The lower triangle L of a = L L^T, in its place, in blocks of rows.
void cholesky(Matrix& a) {
  for (size_t i = 0; i < a.rows; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      const float rest =
          a.row(i)[j] - dot(a.row(i).first(j), a.row(j).first(j));
      a.row(i)[j] =
          i == j ? std::sqrt(std::max(rest, 1e-6F)) : rest / a.row(j)[j];
    }
  }
}

// x = L^-1 x for every row x.
void solve_lower(const Matrix& lower, Matrix& x, const Run& run) {
  const size_t blocks = (x.rows + kBlock - 1) / kBlock;
  parallel_for(blocks, run.threads, [&](size_t block) {
    run.throw_if_stopped();
    const size_t first = block * kBlock;
    const size_t end = std::min(x.rows, first + kBlock);
    for (size_t j = 0; j < lower.rows; ++j) {
      const auto known = lower.row(j).first(j);
      for (size_t i = first; i < end; ++i) {
        auto row = x.row(i);
        row[j] = (row[j] - dot(known, row.first(j))) / lower.row(j)[j];
      }
    }
  });
}

std::vector<size_t> landmarks_of(size_t n) {
  std::vector<std::pair<uint64_t, size_t>> order;
  for (size_t i = 0; i < n; ++i) order.emplace_back(mix64(1, i), i);
  std::sort(order.begin(), order.end());
  std::vector<size_t> chosen;
  for (size_t i = 0; i < std::min(n, kMostLandmarks); ++i) {
    chosen.push_back(order[i].second);
  }
  return chosen;
}

// Features whose products are the kernel, as the landmarks approximate it.
Matrix kernel_features(const Points& points, const Run& run) {
  const auto landmarks = landmarks_of(points.size());
  auto kernel = [&](size_t i, size_t j) {
    const float distance = dot(points.row(i), points.row(i)) +
                           dot(points.row(j), points.row(j)) -
                           2 * dot(points.row(i), points.row(j));
    return std::exp(-kSharpness * distance);
  };
  Matrix among(landmarks.size(), landmarks.size());
  Matrix features(points.size(), landmarks.size());
  parallel_for(points.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    for (size_t j = 0; j < landmarks.size(); ++j) {
      features.row(i)[j] = kernel(i, landmarks[j]);
    }
  });
  for (size_t i = 0; i < landmarks.size(); ++i) {
    std::ranges::copy(features.row(landmarks[i]), among.row(i).begin());
    among.row(i)[i] += 1e-3F;
  }
  cholesky(among);
  solve_lower(among, features, run);
  return features;
}

// The products of columns, with the ridge on the diagonal.
Matrix gram(const Matrix& features, const Run& run) {
  const size_t m = features.columns, n = features.rows;
  Matrix turned(m, n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < m; ++j) turned.row(j)[i] = features.row(i)[j];
  }
  Matrix result(m, m);
  parallel_for(m, run.threads, [&](size_t i) {
    for (size_t j = 0; j <= i; ++j) {
      result.row(i)[j] = dot(turned.row(i), turned.row(j));
    }
    result.row(i)[i] += kRidge;
  });
  return result;
}

// The rows of each group, in parts of at most kMostLeftOut.
std::vector<std::vector<size_t>> parts_of(const std::vector<size_t>& groups) {
  std::map<size_t, std::vector<size_t>> open;
  std::vector<std::vector<size_t>> parts;
  for (size_t i = 0; i < groups.size(); ++i) {
    auto& part = open[groups[i]];
    part.push_back(i);
    if (part.size() < kMostLeftOut) continue;
    parts.push_back(std::move(part));
    part.clear();
  }
  for (auto& [group, part] : open) {
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return parts;
}

// L^T x = y, y in place.
void solve_upper(const Matrix& lower, std::vector<float>& y) {
  for (size_t i = y.size(); i-- > 0;) {
    y[i] /= lower.row(i)[i];
    for (size_t j = 0; j < i; ++j) y[j] -= lower.row(i)[j] * y[i];
  }
}

// (I - H)^-1 residuals of one part: what they are without it.
void leave_out(const std::vector<size_t>& part, const Matrix& hat_roots,
               Matrix& residuals) {
  const size_t g = part.size();
  Matrix kept(g, g), right(residuals.columns, g);
  for (size_t i = 0; i < g; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      kept.row(i)[j] = (i == j ? 1.0F : 0.0F) -
                       dot(hat_roots.row(part[i]), hat_roots.row(part[j]));
    }
    for (size_t k = 0; k < residuals.columns; ++k) {
      right.row(k)[i] = residuals.row(part[i])[k];
    }
  }
  cholesky(kept);
  const Run alone = quiet_run();
  solve_lower(kept, right, alone);
  for (size_t k = 0; k < residuals.columns; ++k) {
    std::vector<float> solved(right.row(k).begin(), right.row(k).end());
    solve_upper(kept, solved);
    for (size_t i = 0; i < g; ++i) residuals.row(part[i])[k] = solved[i];
  }
}

}  // namespace

LabelScores out_of_group_scores(const Points& points,
                                const std::vector<size_t>& labels,
                                size_t label_count,
                                const std::vector<size_t>& groups,
                                const Run& run) {
  Matrix roots = kernel_features(points, run);
  Matrix lower = gram(roots, run);
  cholesky(lower);
  solve_lower(lower, roots, run);  // H = roots roots^T
  const size_t n = points.size(), m = roots.columns;
  Matrix sums(label_count, m);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < m; ++j) {
      sums.row(labels[i])[j] += roots.row(i)[j];
    }
  }
  Matrix residuals(n, label_count);
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < label_count; ++k) {
      residuals.row(i)[k] =
          (labels[i] == k ? 1.0F : 0.0F) - dot(roots.row(i), sums.row(k));
    }
  }
  const auto parts = parts_of(groups);
  parallel_for(parts.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    leave_out(parts[i], roots, residuals);
  });
  LabelScores scores{label_count, std::move(residuals.values)};
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < label_count; ++k) {
      float& value = scores.values[i * label_count + k];
      value = (labels[i] == k ? 1.0F : 0.0F) - value;
    }
  }
  return scores;
}

}  // namespace mote
