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

// Every metric that a target may name: "accuracy", "recall_left" ...
std::vector<std::string> metric_names(const std::vector<std::string>& labels);

// Throws Error at `metric_where` for a metric that is none of `metrics` (hint:
// the nearest) and at `text_where` for a text that is no comparison with a
// share from 0 to 1.
void check_target(const std::string& metric, const std::string& text,
                  const std::vector<std::string>& metrics,
                  const std::string& metric_where,
                  const std::string& text_where);

// Holds each (metric, ">= 0.93") against the measured figures. Throws Error as
// check_target does.
std::vector<TargetMetric> check_targets(
    const std::vector<std::pair<std::string, std::string>>& wanted,
    const std::map<std::string, double>& measured);

}  // namespace mote
