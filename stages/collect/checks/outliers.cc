// Recordings unlike all others.
#include <algorithm>
#include <cmath>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/comparison.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr size_t kFewestPoints = 20;
constexpr size_t kNeighbours = 3;
constexpr float kMostDeviations = 12;
constexpr double kFar = 8;  // times the usual spread above the usual distance

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Of each row the distance of its third nearest neighbour.
std::vector<double> distances(const Points& points, const Run& run) {
  std::vector<double> result;
  for (const auto& neighbours : nearest(points, kNeighbours, run)) {
    result.push_back(std::sqrt(double{neighbours.back().distance}));
  }
  return result;
}

}  // namespace

Findings find_outliers(const Evidence& evidence, const Run& run) {
  std::vector<std::pair<double, size_t>> far;
  for (const Points& points :
       comparable(evidence, kFewestPoints, kMostDeviations)) {
    const auto each = distances(points, run);
    const double usual = median(each);
    std::vector<double> spreads;
    for (double distance : each) spreads.push_back(std::abs(distance - usual));
    const double spread = std::max(median(spreads), 1e-3);
    for (size_t i = 0; i < each.size(); ++i) {
      const double score = (each[i] - usual) / spread;
      if (score < kFar) continue;
      far.emplace_back(-score, points.samples[i]);
    }
  }
  if (far.empty()) return {};
  std::sort(far.begin(), far.end());
  Places places;
  for (const auto& [score, place] : far) places.push_back(place);
  return {
      advice(finding(evidence, "outlier",
                     std::to_string(places.size()) +
                         " recording(s) are unlike all others: look at them",
                     places, {Mending::Kind::kExclude, "unlike all others"}))};
}

}  // namespace mote
