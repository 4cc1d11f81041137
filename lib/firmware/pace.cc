#include "lib/firmware/pace.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

constexpr int kFewestHops = 5;
// The rest is for what the application does with a detection.
constexpr double kMostShare = 0.8;

// Of the instructions, at the target's clock.
double seconds(double instructions, const Target& target) {
  return instructions * target.cycles_per_instruction /
         static_cast<double>(target.clock_hz);
}

double hop_seconds(const FeatureBlock& features) {
  return features.hop_samples() / features.samples_a_second();
}

}  // namespace

double cpu_share(double inference_instructions, double feature_instructions,
                 int hops, const FeatureBlock& features, const Target& target) {
  if (target.clock_hz <= 0) return 0;
  return seconds(feature_instructions, target) +
         seconds(inference_instructions, target) /
             (hops * hop_seconds(features));
}

int hops_that_keep_up(double inference_instructions,
                      double feature_instructions, const FeatureBlock& features,
                      const Target& target) {
  if (target.clock_hz <= 0) return kFewestHops;
  const double left = kMostShare - seconds(feature_instructions, target);
  if (left <= 0) return 0;
  const double hops = std::ceil(seconds(inference_instructions, target) /
                                (left * hop_seconds(features)));
  return std::max(kFewestHops, static_cast<int>(hops));
}

}  // namespace mote
