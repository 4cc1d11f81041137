#include "lib/embedding/affinities.h"

#include <algorithm>
#include <cmath>

#include "lib/base/threads.h"

namespace mote {
namespace {

// Weights of one point's neighbours for a Gaussian of exponent -beta * d^2, of
// sum 1. Returns their entropy.
double weigh(const std::vector<Neighbour>& nearest, double beta,
             std::vector<double>& weights) {
  double sum = 0, moment = 0;
  weights.resize(nearest.size());
  for (size_t k = 0; k < nearest.size(); ++k) {
    // Only differences count; this one keeps the exponential from vanishing.
    const double further = double{nearest[k].distance} - nearest[0].distance;
    weights[k] = std::exp(-beta * further);
    sum += weights[k];
    moment += weights[k] * further;
  }
  for (double& weight : weights) weight /= sum;
  return std::log(sum) + beta * moment / sum;
}

// The weights whose entropy is the logarithm of the perplexity, by bisection.
std::vector<double> calibrated(const std::vector<Neighbour>& nearest,
                               double perplexity) {
  constexpr int kMostSteps = 100;
  constexpr double kClose = 1e-5;
  const double wanted = std::log(perplexity);
  double beta = 1, low = 0, high = INFINITY;
  std::vector<double> weights;
  for (int step = 0; step < kMostSteps; ++step) {
    const double entropy = weigh(nearest, beta, weights);
    if (std::abs(entropy - wanted) < kClose) break;
    (entropy > wanted ? low : high) = beta;
    beta = std::isinf(high) ? 2 * beta : (low + high) / 2;
    if (!std::isfinite(beta)) break;  // all neighbours are as far
  }
  return weights;
}

struct Edge {
  uint32_t other;
  float weight;
};

// One edge for several to the same other; in rising order.
void merge(std::vector<Edge>& edges) {
  std::ranges::stable_sort(edges, {}, &Edge::other);
  size_t kept = 0;
  for (size_t i = 0; i < edges.size(); ++i) {
    if (kept > 0 && edges[kept - 1].other == edges[i].other) {
      edges[kept - 1].weight += edges[i].weight;
    } else {
      edges[kept++] = edges[i];
    }
  }
  edges.resize(kept);
}

}  // namespace

Affinities affinities(const std::vector<std::vector<Neighbour>>& neighbours,
                      double perplexity, const Run& run) {
  const size_t n = neighbours.size();
  std::vector<std::vector<double>> weights(n);
  parallel_for(n, run.threads, [&](size_t i) {
    run.throw_if_stopped();
    weights[i] = calibrated(neighbours[i], perplexity);
  });
  std::vector<std::vector<Edge>> edges(n);
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < neighbours[i].size(); ++k) {
      const auto j = static_cast<uint32_t>(neighbours[i][k].row);
      const auto weight =
          static_cast<float>(weights[i][k] / (2 * static_cast<double>(n)));
      edges[i].push_back({j, weight});
      edges[j].push_back({static_cast<uint32_t>(i), weight});
    }
  }
  parallel_for(n, run.threads, [&](size_t i) { merge(edges[i]); });
  Affinities result{{0}, {}, {}};
  for (const auto& some : edges) {
    for (const Edge& edge : some) {
      result.other.push_back(edge.other);
      result.weight.push_back(edge.weight);
    }
    result.start.push_back(static_cast<uint32_t>(result.other.size()));
  }
  return result;
}

}  // namespace mote
