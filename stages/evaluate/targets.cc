#include "stages/evaluate/targets.h"

#include <cmath>

#include "lib/base/error.h"
#include "lib/settings/settings.h"
#include "lib/settings/units.h"

namespace mote {
namespace {

TargetMetric parse_target(const std::string& metric, const std::string& text) {
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
    throw Error("'" + text + "' is not a target", "evaluate.targets." + metric,
                "Write \">= 0.93\" or \"<= 5 %\".");
  }
  target.wanted =
      quantity->unit.empty() ? quantity->value : quantity->value / 100;
  return target;
}

[[noreturn]] void fail_unknown(const std::string& metric,
                               const std::map<std::string, double>& measured) {
  std::vector<std::string> names;
  std::string list;
  for (const auto& [name, value] : measured) {
    names.push_back(name);
    list += (list.empty() ? "" : ", ") + name;
  }
  const std::string near = nearest(metric, names);
  throw Error("unknown metric '" + metric + "'", "evaluate.targets",
              near.empty() ? "The metrics: " + list + "."
                           : "Did you mean '" + near + "'?");
}

}  // namespace

double TargetMetric::missed_by() const {
  return met ? 0 : std::abs(wanted - reached);
}

std::vector<TargetMetric> check_targets(
    const std::vector<std::pair<std::string, std::string>>& wanted,
    const std::map<std::string, double>& measured) {
  std::vector<TargetMetric> targets;
  for (const auto& [metric, text] : wanted) {
    TargetMetric target = parse_target(metric, text);
    const auto found = measured.find(metric);
    if (found == measured.end()) fail_unknown(metric, measured);
    target.reached = found->second;
    target.met = target.comparison == ">=" ? target.reached >= target.wanted
                                           : target.reached <= target.wanted;
    targets.push_back(target);
  }
  return targets;
}

}  // namespace mote
