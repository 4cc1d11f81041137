#include "stages/collect/checks/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
namespace mote {
namespace {

void standardize(Points& points, float most) {
  const size_t n = points.size(), d = points.dimensions;
  const float scale = 1 / std::sqrt(static_cast<float>(d));
  for (size_t column = 0; column < d; ++column) {
    double sum = 0, squares = 0;
    for (size_t i = column; i < n * d; i += d) {
      sum += points.rows[i];
      squares += double{points.rows[i]} * points.rows[i];
    }
    const double mean = sum / static_cast<double>(n);
    const double variance = squares / static_cast<double>(n) - mean * mean;
    const double deviation = std::sqrt(std::max(variance, 1e-12));
    for (size_t i = column; i < n * d; i += d) {
      const auto value =
          static_cast<float>((points.rows[i] - mean) / deviation);
      points.rows[i] = scale * std::clamp(value, -most, most);
    }
  }
}

}  // namespace

float dot(std::span<const float> a, std::span<const float> b) {
  constexpr size_t kLanes = 16;
  float lanes[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= a.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] += a[i + lane] * b[i + lane];
    }
  }
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  for (; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<Points> comparable(const Evidence& evidence, size_t fewest,
                               float most_deviations) {
  std::map<std::pair<std::string, size_t>, Points> by_kind;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    const auto& features = evidence.measurements[i].features;
    if (features.empty() || sample.label == kBackgroundLabel) continue;
    Points& points = by_kind[{sample.kind, features.size()}];
    points.dimensions = features.size();
    points.samples.push_back(i);
    points.rows.insert(points.rows.end(), features.begin(), features.end());
  }
  std::vector<Points> result;
  for (auto& [kind, points] : by_kind) {
    if (points.size() < fewest) continue;
    standardize(points, most_deviations);
    result.push_back(std::move(points));
  }
  return result;
}

std::vector<std::vector<Neighbour>> nearest(const Points& points, size_t count,
                                            const Run& run) {
  return nearest_neighbours(points.rows, points.dimensions, count, run);
}

}  // namespace mote
