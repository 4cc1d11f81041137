#include "stages/collect/report/distribution.h"

#include <algorithm>
#include <cmath>

#include "lib/report/charts.h"

namespace mote {
namespace {

// Of sorted values.
double quantile(const std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, values.size() - 1);
  return values[below] +
         (values[above] - values[below]) * (place - static_cast<double>(below));
}

}  // namespace

Distribution distribution_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  Distribution result{values.size(),          values.front(),
                      quantile(values, 0.05), quantile(values, 0.5),
                      quantile(values, 0.95), values.back()};
  const auto count = static_cast<double>(values.size());
  for (const double value : values) result.mean += value;
  result.mean /= count;
  double squares = 0;
  for (const double value : values) {
    squares += (value - result.mean) * (value - result.mean);
  }
  result.deviation = std::sqrt(squares / count);
  return result;
}

Histogram histogram_of(const std::vector<double>& values, int bins) {
  if (values.empty()) return {};
  std::vector<double> sorted = values;
  std::ranges::sort(sorted);
  const double low = sorted.front(), high = quantile(sorted, 0.999);
  Histogram result{round_ticks(low, high, bins), {}};
  if (result.edges.size() < 2) {
    const double half = std::max(std::abs(low) * 0.05, 1e-3);
    result.edges.clear();
    for (int edge = -5; edge <= 5; edge += 2) {
      result.edges.push_back(low + edge * half);
    }
  }
  result.counts.resize(result.edges.size() - 1);
  for (const double value : sorted) {
    const auto above = std::ranges::upper_bound(result.edges, value);
    const auto bin = std::clamp<std::ptrdiff_t>(
        above - result.edges.begin() - 1, 0, std::ssize(result.counts) - 1);
    ++result.counts[static_cast<size_t>(bin)];
  }
  return result;
}

}  // namespace mote
