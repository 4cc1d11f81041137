#include "stages/evaluate/targets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/settings/settings.h"
#include "lib/settings/units.h"

namespace mote {
namespace {

TargetMetric parse_target(const std::string& metric, const std::string& text,
                          const std::string& where) {
  TargetMetric target;
  target.metric = metric;
  target.comparison = ">=";
  std::string number = text;
  if (text.starts_with(">=") || text.starts_with("<=")) {
    target.comparison = text.substr(0, 2);
    number = text.substr(2);
  }
  const auto quantity = parse_quantity(number);
  if (!quantity || !(quantity->unit.empty() || quantity->unit == "%")) {
    throw Error("'" + text + "' is not a target", where,
                "Write \">= 0.93\" or \"<= 5 %\".");
  }
  target.wanted =
      quantity->unit.empty() ? quantity->value : quantity->value / 100;
  if (target.wanted < 0 || target.wanted > 1) {
    throw Error("'" + text + "' is out of range", where,
                "It may be from 0 to 1, or from 0 to 100 %.");
  }
  return target;
}

}  // namespace

double TargetMetric::missed_by() const {
  return met ? 0 : std::abs(wanted - reached);
}

std::vector<std::string> metric_names(const std::vector<std::string>& labels) {
  std::vector<std::string> names = {"accuracy",
                                    "balanced_accuracy",
                                    "accuracy_without_silence",
                                    "balanced_accuracy_without_silence",
                                    "word_recall",
                                    "area_under_roc",
                                    "words_found",
                                    "false_alarms"};
  for (const std::string& label : labels) {
    for (const char* kind : {"precision_", "recall_", "f1_"}) {
      names.push_back(kind + label);
    }
  }
  return names;
}

void check_target(const std::string& metric, const std::string& text,
                  const std::vector<std::string>& metrics,
                  const std::string& metric_where,
                  const std::string& text_where) {
  parse_target(metric, text, text_where);
  if (std::find(metrics.begin(), metrics.end(), metric) != metrics.end()) {
    return;
  }
  const std::string near = nearest(metric, metrics);
  throw Error("unknown metric '" + metric + "'", metric_where,
              near.empty()
                  ? fmt::format("The metrics: {}.", fmt::join(metrics, ", "))
                  : "Did you mean '" + near + "'?");
}

std::vector<TargetMetric> check_targets(
    const std::vector<std::pair<std::string, std::string>>& wanted,
    const std::map<std::string, double>& measured) {
  std::vector<std::string> metrics;
  for (const auto& [name, value] : measured) metrics.push_back(name);
  std::vector<TargetMetric> targets;
  for (const auto& [metric, text] : wanted) {
    const std::string where = "evaluate.targets." + metric;
    check_target(metric, text, metrics, where, where);
    TargetMetric target = parse_target(metric, text, where);
    target.reached = measured.at(metric);
    target.met = target.comparison == ">=" ? target.reached >= target.wanted
                                           : target.reached <= target.wanted;
    targets.push_back(target);
  }
  return targets;
}

}  // namespace mote
