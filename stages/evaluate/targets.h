// Target metrics: what [evaluate.targets] asks for against what was reached.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mote {

struct TargetMetric {
  std::string metric;      // "balanced_accuracy"
  std::string comparison;  // ">=" or "<="
  double wanted = 0;
  double reached = 0;
  bool met = false;
  double missed_by() const;  // 0 when met
};

// Holds each (metric, ">= 0.93") against the measured figures. Throws Error
// for metrics that do not exist (hint: the nearest) and for texts that are no
// comparison with a number.
std::vector<TargetMetric> check_targets(
    const std::vector<std::pair<std::string, std::string>>& wanted,
    const std::map<std::string, double>& measured);

}  // namespace mote
