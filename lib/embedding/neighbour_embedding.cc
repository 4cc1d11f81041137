#include "lib/embedding/neighbour_embedding.h"

#include <algorithm>
#include <cmath>

#include "lib/base/threads.h"

namespace mote {
namespace {

constexpr double kAngle = 0.5;
constexpr int kEarlySteps = 250, kSteps = 750;
constexpr float kEarlyStrength = 12;
constexpr float kLeastRate = 200;
constexpr double kStartDeviation = 1e-4;
constexpr size_t kPointsAtATime = 256;

// A number from -0.5 to 0.5 without pattern, by Steele's SplitMix64.
double jitter(uint64_t& state) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return static_cast<double>((z ^ z >> 31) >> 11) * 0x1p-53 - 0.5;
}

void centre(std::vector<float>& values) {
  double sum = 0;
  for (const float value : values) sum += value;
  const auto mean =
      static_cast<float>(sum / static_cast<double>(values.size()));
  for (float& value : values) value -= mean;
}

Plane scaled_start(const Plane& start, uint64_t seed) {
  Plane points = start;
  centre(points.x);
  centre(points.y);
  double squares = 0;
  for (const float x : points.x) squares += double{x} * x;
  const double deviation =
      std::sqrt(squares / static_cast<double>(points.size()));
  const double scale = deviation > 0 ? kStartDeviation / deviation : 0;
  for (auto* axis : {&points.x, &points.y}) {
    for (float& value : *axis) {
      value = static_cast<float>(value * scale +
                                 0.01 * kStartDeviation * jitter(seed));
    }
  }
  return points;
}

// Of every point the sum over those it holds together with of p q (i - j).
Plane attraction(const Affinities& affinities, const Plane& points,
                 const Run& run) {
  const size_t n = points.size();
  Plane force{std::vector<float>(n), std::vector<float>(n)};
  const size_t blocks = (n + kPointsAtATime - 1) / kPointsAtATime;
  parallel_for(blocks, run.threads, [&](size_t block) {
    const size_t end = std::min(n, (block + 1) * kPointsAtATime);
    for (size_t i = block * kPointsAtATime; i < end; ++i) {
      float x = 0, y = 0;
      for (uint32_t e = affinities.start[i]; e < affinities.start[i + 1]; ++e) {
        const float dx = points.x[i] - points.x[affinities.other[e]];
        const float dy = points.y[i] - points.y[affinities.other[e]];
        const float pull = affinities.weight[e] / (1 + dx * dx + dy * dy);
        x += pull * dx;
        y += pull * dy;
      }
      force.x[i] = x;
      force.y[i] = y;
    }
  });
  return force;
}

// One coordinate of all points: gradient descent with momentum and a gain a
// value (Jacobs, 1988).
class Descent {
 public:
  explicit Descent(size_t size) : step_(size), gain_(size, 1) {}

  void move(std::vector<float>& values, const std::vector<float>& attraction,
            const std::vector<float>& repulsion, float strength, float share,
            float momentum, float rate) {
    for (size_t i = 0; i < values.size(); ++i) {
      const float slope = strength * attraction[i] - share * repulsion[i];
      gain_[i] = slope * step_[i] < 0 ? gain_[i] + 0.2F
                                      : std::max(gain_[i] * 0.8F, 0.01F);
      step_[i] = momentum * step_[i] - rate * gain_[i] * slope;
      values[i] += step_[i];
    }
    centre(values);
  }

 private:
  std::vector<float> step_, gain_;
};

double divergence(const Affinities& affinities, const Plane& points,
                  double sum) {
  double result = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    for (uint32_t e = affinities.start[i]; e < affinities.start[i + 1]; ++e) {
      const double dx = points.x[i] - points.x[affinities.other[e]];
      const double dy = points.y[i] - points.y[affinities.other[e]];
      const double p = affinities.weight[e];
      if (p > 0) result += p * std::log(p * sum * (1 + dx * dx + dy * dy));
    }
  }
  return result;
}

}  // namespace

NeighbourEmbedding neighbour_embedding(const Affinities& affinities,
                                       const Plane& start, const Run& run) {
  const size_t n = start.size();
  if (n < 2) return {start, 0};
  NeighbourEmbedding result{scaled_start(start, run.seed), 0};
  Plane& points = result.points;
  Descent along_x(n), along_y(n);
  const float rate =
      std::max(static_cast<float>(n) / kEarlyStrength, kLeastRate);
  for (int step = 0; step < kSteps; ++step) {
    run.throw_if_stopped();
    run.progress.update("map", step, kSteps, "");
    const bool early = step < kEarlySteps;
    const Plane pull = attraction(affinities, points, run);
    const Repulsion push = repulsion(points, kAngle, run);
    const auto share = static_cast<float>(1 / std::max(push.sum, 1e-30));
    const float strength = early ? kEarlyStrength : 1;
    const float momentum = early ? 0.5F : 0.8F;
    along_x.move(points.x, pull.x, push.force.x, strength, share, momentum,
                 rate);
    along_y.move(points.y, pull.y, push.force.y, strength, share, momentum,
                 rate);
  }
  run.progress.update("", 0, 0, "");
  result.divergence =
      divergence(affinities, points, repulsion(points, kAngle, run).sum);
  return result;
}

double neighbours_kept(const std::vector<std::vector<Neighbour>>& neighbours,
                       const Plane& points, size_t count, const Run& run) {
  std::vector<float> rows;
  for (size_t i = 0; i < points.size(); ++i) {
    rows.push_back(points.x[i]);
    rows.push_back(points.y[i]);
  }
  const auto on_plane = nearest_neighbours(rows, 2, count, run);
  size_t kept = 0, all = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    const size_t compared = std::min(count, neighbours[i].size());
    all += compared;
    for (size_t k = 0; k < compared; ++k) {
      kept += std::ranges::find(on_plane[i], neighbours[i][k].row,
                                &Neighbour::row) != on_plane[i].end();
    }
  }
  return all == 0 ? 1 : static_cast<double>(kept) / static_cast<double>(all);
}

}  // namespace mote
