#include "lib/engine/loss.h"

#include <algorithm>
#include <cmath>

namespace mote::engine {
namespace {

// Of one sample: `gradient` (classes floats) gets softmax - target.
double sample_loss(const float* logits, int classes, int label, float smoothing,
                   float* gradient) {
  const float largest = *std::max_element(logits, logits + classes);
  double sum = 0, mean = 0;
  for (int c = 0; c < classes; ++c) {
    gradient[c] = std::exp(logits[c] - largest);
    sum += gradient[c];
    mean += logits[c];
  }
  mean /= classes;
  const float share = smoothing / static_cast<float>(classes);
  for (int c = 0; c < classes; ++c) {
    gradient[c] = static_cast<float>(gradient[c] / sum) - share;
  }
  gradient[label] -= 1 - smoothing;
  return std::log(sum) + largest - (1 - smoothing) * logits[label] -
         smoothing * mean;
}

}  // namespace

void softmax_cross_entropy(const Pass& pass, Value& logits, Samples samples,
                           float* scratch, LossSums& sums) {
  const int classes = logits.shape.channels;
  const float share = 1.0f / static_cast<float>(pass.count);
  float* z = scratch;
  float* gradient = scratch + logits.size();
  std::fill_n(gradient, logits.size(), 0.0f);
  for (int s = samples.first; s < samples.last; ++s) {
    const int label = pass.labels[s];
    logits.read(pass, s, z);
    sums.loss += sample_loss(z, classes, label, pass.label_smoothing, gradient);
    sums.correct += std::max_element(z, z + classes) - z == label;
    for (int c = 0; c < classes; ++c) gradient[c] *= share;
    logits.push(pass, logits.of(s), gradient, false);
  }
}

}  // namespace mote::engine
