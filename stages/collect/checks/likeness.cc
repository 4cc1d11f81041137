#include "stages/collect/checks/likeness.h"

#include <algorithm>
#include <cmath>

#include "stages/collect/checks/comparison.h"

namespace mote {
namespace {

constexpr double kLeastOverlap = 0.6;

std::vector<float> without_means(std::span<const float> values, size_t width) {
  std::vector<float> result(values.begin(), values.end());
  const double frames = static_cast<double>(values.size() / width);
  for (size_t column = 0; column < width; ++column) {
    double sum = 0;
    for (size_t i = column; i < result.size(); i += width) sum += result[i];
    const auto mean = static_cast<float>(sum / frames);
    for (size_t i = column; i < result.size(); i += width) result[i] -= mean;
  }
  return result;
}

double correlation(std::span<const float> a, std::span<const float> b) {
  const double energy = double{dot(a, a)} * double{dot(b, b)};
  return energy > 0 ? double{dot(a, b)} / std::sqrt(energy) : 0;
}

}  // namespace

Alignment align(std::span<const float> a, std::span<const float> b,
                size_t width, int first_lag, int last_lag) {
  const auto first = without_means(a, width), second = without_means(b, width);
  const auto least = static_cast<size_t>(
      kLeastOverlap * static_cast<double>(std::min(a.size(), b.size())));
  Alignment best;
  for (int lag = first_lag; lag <= last_lag; ++lag) {
    const size_t skip_a = lag > 0 ? static_cast<size_t>(lag) * width : 0;
    const size_t skip_b = lag < 0 ? static_cast<size_t>(-lag) * width : 0;
    if (skip_a >= a.size() || skip_b >= b.size()) continue;
    const size_t shared = std::min(a.size() - skip_a, b.size() - skip_b);
    if (shared < std::max<size_t>(least, 1)) continue;
    const double likeness =
        correlation(std::span(first).subspan(skip_a, shared),
                    std::span(second).subspan(skip_b, shared));
    if (likeness > best.likeness) best = {lag, likeness};
  }
  return best;
}

}  // namespace mote
