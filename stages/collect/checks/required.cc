// What [requirements] asks of every recording: labels, lengths, units, values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "lib/signal/unit.h"
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"

namespace mote {
namespace {

constexpr double kTolerance = 0.01;   // of a length
constexpr double kFrames = 2;         // that a length may be off
constexpr double kFullScale = 32768;  // of sound

Places examples_where(const Evidence& evidence,
                      const std::function<bool(const Sample&)>& holds) {
  Places places;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (sample.label != kBackgroundLabel && holds(sample)) places.push_back(i);
  }
  return places;
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

double tolerance_s(const Sample& sample, double wanted_s) {
  return std::max(kTolerance * wanted_s, kFrames / sample.rate_hz);
}

// The unit that an axis is to have; "": any.
std::string unit_of_axis(const std::vector<std::string>& units, size_t axis) {
  if (units.size() == 1) return units.front();
  return axis < units.size() ? units[axis] : "";
}

constexpr const char* kNoFix = "";

// The fixes that give the axes of one recording their units; kNoFix for axes
// that a fix cannot name.
std::vector<std::string> unit_fixes(const std::vector<std::string>& units,
                                    const Measurement& measured) {
  std::vector<std::string> converted;
  std::map<std::string, std::string> named;  // unit -> axes
  for (size_t a = 0; a < measured.axes.size(); ++a) {
    const Axis& axis = measured.axes[a].axis;
    const std::string unit = unit_of_axis(units, a);
    if (unit.empty() || unit == axis.unit) continue;
    if (unit_factor(axis.unit, unit) == 0) {
      const bool has_name =
          !axis.name.empty() && axis.name.find(',') == std::string::npos;
      if (!has_name) return {kNoFix};
      named[unit] += (named[unit].empty() ? "" : ",") + axis.name;
    } else if (!contains(converted, "convert " + unit)) {
      converted.push_back("convert " + unit);
    }
  }
  for (const auto& [unit, axes] : named) {
    converted.push_back("unit " + unit + " of " + axes);
  }
  return converted;
}

// By how much of the range a recording's values leave it.
double beyond(const ValueRange& range, const Sample& sample,
              const Measurement& measured) {
  double most = 0;
  for (const AxisMeasurement& axis : measured.axes) {
    double factor = sample.kind == "audio" ? 1 / kFullScale : 1;
    if (!range.unit.empty()) factor = unit_factor(axis.axis.unit, range.unit);
    if (factor == 0 || axis.low > axis.high) continue;
    most = std::max(
        {most, range.low - axis.low * factor, axis.high * factor - range.high});
  }
  return most / (range.high - range.low);
}

}  // namespace

Findings find_unlabelled(const Evidence& evidence, const Run&) {
  const Places places = examples_where(evidence, [](const Sample& sample) {
    return sample.label == kUnlabelled;
  });
  if (places.empty()) return {};
  Finding found =
      advice(finding(evidence, "unlabelled", counted(places) + " no label yet",
                     places, {Mending::Kind::kExclude, "no label"}));
  found.hint = "mote collect relabel 'label=_unlabelled_ and ...' LABEL";
  return {found};
}

Findings find_other_labels(const Evidence& evidence, const Run&) {
  const auto& labels = evidence.wanted.labels;
  if (labels.empty() || contains(labels, "unknown")) return {};
  std::map<std::string, Places> others;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const std::string& label = evidence.samples()[i].label;
    if (label == kBackgroundLabel || label == kUnlabelled) continue;
    if (!contains(labels, label)) others[label].push_back(i);
  }
  Findings findings;
  for (const auto& [label, places] : others) {
    findings.push_back(finding(evidence, "label",
                               counted(places) + " the label '" + label +
                                   "', which is none of the labels required",
                               places,
                               {Mending::Kind::kExclude, "label " + label}));
    findings.back().hint =
        "add it to `labels` in [requirements], or: mote "
        "collect rename LABEL NEW";
  }
  return findings;
}

Findings find_duration(const Evidence& evidence, const Run&) {
  const double least_s = evidence.wanted.least_s;
  const double most_s = evidence.wanted.most_s;
  if (most_s <= 0) return {};
  const auto shorter = examples_where(evidence, [&](const Sample& sample) {
    return sample.rate_hz > 0 &&
           sample.seconds() < least_s - tolerance_s(sample, least_s);
  });
  const auto longer = examples_where(evidence, [&](const Sample& sample) {
    return sample.rate_hz > 0 &&
           sample.seconds() > most_s + tolerance_s(sample, most_s);
  });
  Findings findings;
  if (!shorter.empty()) {
    findings.push_back(finding(evidence, "duration",
                               fmt::format("{} less than the {} s required",
                                           counted(shorter), least_s),
                               shorter,
                               {Mending::Kind::kExclude, "too short"}));
  }
  if (!longer.empty()) {
    findings.push_back(finding(
        evidence, "duration",
        fmt::format("{} more than the {} s allowed", counted(longer), most_s),
        longer, {Mending::Kind::kFix, fmt::format("trim 0 {}", most_s)}));
    findings.back().hint =
        "to cut several parts out of long ones: mote collect segment QUERY "
        "--samples";
  }
  return findings;
}

Findings find_no_rate(const Evidence& evidence, const Run&) {
  const double rate_hz = evidence.wanted.rate_hz;
  if (rate_hz <= 0) return {};
  const auto places = examples_where(evidence, [](const Sample& sample) {
    return sample.kind == "series" && sample.rate_hz <= 0;
  });
  if (places.empty()) return {};
  return {finding(
      evidence, "no_rate",
      fmt::format("{} no rate; {} Hz are required", counted(places), rate_hz),
      places, {Mending::Kind::kFix, fmt::format("rate {}", rate_hz)})};
}

Findings find_unit(const Evidence& evidence, const Run&) {
  const auto& units = evidence.wanted.units;
  if (units.empty()) return {};
  std::map<std::string, Places> by_fix;
  for (const size_t i : examples_where(evidence, [](const Sample& sample) {
         return sample.kind == "series";
       })) {
    for (const auto& fix : unit_fixes(units, evidence.measurements[i])) {
      by_fix[fix].push_back(i);
    }
  }
  Findings findings;
  for (const auto& [fix, places] : by_fix) {
    const bool fixed = fix != kNoFix;
    findings.push_back(finding(
        evidence, "unit",
        counted(places) + " axes in another unit than required, or in none",
        places, fixed ? Mending{Mending::Kind::kFix, fix} : Mending{}));
    if (!fixed) {
      findings.back().hint =
          "mote collect import FOLDER --axes 'x[g],y[g],z[g]' names them";
    }
  }
  return findings;
}

Findings find_out_of_range(const Evidence& evidence, const Run&) {
  constexpr double kRounding = 1e-6;
  Findings findings;
  for (const ValueRange& range : evidence.wanted.ranges) {
    Places places;
    for (size_t i = 0; i < evidence.samples().size(); ++i) {
      const Measurement& measured = evidence.measurements[i];
      if (beyond(range, evidence.samples()[i], measured) > kRounding) {
        places.push_back(i);
      }
    }
    if (places.empty()) continue;
    findings.push_back(finding(
        evidence, "range", counted(places) + " values outside " + range.text(),
        places, {Mending::Kind::kExclude, "values outside " + range.text()}));
  }
  return findings;
}

}  // namespace mote
