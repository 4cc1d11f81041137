#include "stages/evaluate/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace mote {
namespace {

int sum(const std::vector<int>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0);
}

int column_sum(const Confusion& confusion, size_t column) {
  int total = 0;
  for (const auto& row : confusion) total += row[column];
  return total;
}

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

int best_label(const std::vector<int>& scores) {
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) -
                          scores.begin());
}

Confusion count_confusion(const std::vector<Prediction>& predictions,
                          size_t label_count) {
  Confusion confusion(label_count, std::vector<int>(label_count));
  for (const Prediction& prediction : predictions) {
    ++confusion.at(static_cast<size_t>(prediction.truth))
          .at(static_cast<size_t>(prediction.predicted));
  }
  return confusion;
}

std::vector<ClassMetrics> class_metrics(
    const Confusion& confusion, const std::vector<std::string>& labels) {
  std::vector<ClassMetrics> classes;
  for (size_t i = 0; i < labels.size(); ++i) {
    ClassMetrics metrics;
    metrics.label = labels[i];
    metrics.samples = sum(confusion[i]);
    metrics.correct = confusion[i][i];
    metrics.precision = share(metrics.correct, column_sum(confusion, i));
    metrics.recall = share(metrics.correct, metrics.samples);
    metrics.f1 = share(2 * metrics.precision * metrics.recall,
                       metrics.precision + metrics.recall);
    metrics.recall_interval = wilson_interval(metrics.correct, metrics.samples);
    classes.push_back(metrics);
  }
  return classes;
}

double accuracy(const Confusion& confusion) {
  int correct = 0, samples = 0;
  for (size_t i = 0; i < confusion.size(); ++i) {
    correct += confusion[i][i];
    samples += sum(confusion[i]);
  }
  return share(correct, samples);
}

double balanced_accuracy(const Confusion& confusion) {
  double recalls = 0;
  int classes = 0;
  for (size_t i = 0; i < confusion.size(); ++i) {
    const int samples = sum(confusion[i]);
    if (samples == 0) continue;
    recalls += share(confusion[i][i], samples);
    ++classes;
  }
  return share(recalls, classes);
}

Confusion without_label(const Confusion& confusion, int label) {
  Confusion rest = confusion;
  if (label >= 0) {
    auto& row = rest.at(static_cast<size_t>(label));
    std::fill(row.begin(), row.end(), 0);
  }
  return rest;
}

Bounds wilson_interval(int correct, int samples) {
  if (samples == 0) return {0, 1};
  const double z = 1.959963984540054;
  const double n = samples, p = correct / n;
  const double centre = p + z * z / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {std::max(0.0, (centre - half) / scale),
          std::min(1.0, (centre + half) / scale)};
}

Bounds bootstrap_balanced(const Confusion& confusion) {
  constexpr int kResamples = 2000;
  std::mt19937_64 random(1);
  std::vector<double> balanced;
  for (int r = 0; r < kResamples; ++r) {
    double recalls = 0;
    int classes = 0;
    for (size_t i = 0; i < confusion.size(); ++i) {
      const int samples = sum(confusion[i]);
      if (samples == 0) continue;
      // Half a clip of either kind added: a label without a mistake among its
      // few clips is not certain to have none.
      std::binomial_distribution<int> correct(
          samples, (confusion[i][i] + 0.5) / (samples + 1.0));
      recalls += share(correct(random), samples);
      ++classes;
    }
    balanced.push_back(share(recalls, classes));
  }
  std::sort(balanced.begin(), balanced.end());
  return {balanced[kResamples * 25 / 1000], balanced[kResamples * 975 / 1000]};
}

}  // namespace mote
