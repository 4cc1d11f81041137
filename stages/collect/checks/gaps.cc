// What is not there: dropouts, missing values, dead axes and pixels.
#include <map>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr int64_t kFewestFrames = 50;  // a coarse sensor may rest for fewer

double dropout(const Sample&, const Measurement& measured) {
  return measured.gap.length_s;
}

double missing(const Sample&, const Measurement& measured) {
  double count = 0;
  for (const AxisMeasurement& axis : measured.axes) {
    count += static_cast<double>(axis.missing);
  }
  return count;
}

double dead_places(const Sample&, const Measurement& measured) {
  return static_cast<double>(measured.dead_places.size());
}

}  // namespace

Findings find_dropouts(const Evidence& evidence, const Run&) {
  const auto places = choose(evidence, dropout);
  if (places.empty()) return {};
  return {finding(evidence, "dropout",
                  counted(places) + " a part within in which nothing "
                                    "changes, as when data was lost on the way",
                  places, {Mending::Kind::kExclude, "dropout"})};
}

Findings find_missing_values(const Evidence& evidence, const Run&) {
  const auto places = choose(evidence, missing);
  if (places.empty()) return {};
  return {finding(evidence, "missing_values",
                  counted(places) + " readings that are not numbers", places,
                  {Mending::Kind::kExclude, "missing values"})};
}

Findings find_dead_axes(const Evidence& evidence, const Run&) {
  std::map<std::string, Places> dead;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (sample.kind != "series" || sample.frames < kFewestFrames) continue;
    for (const AxisMeasurement& axis : evidence.measurements[i].axes) {
      if (axis.low >= axis.high) dead[axis.axis.name].push_back(i);
    }
  }
  Findings findings;
  for (const auto& [axis, places] : dead) {
    findings.push_back(finding(
        evidence, "dead_axis",
        counted(places) + " one and the same value on axis '" + axis +
            "' all the time",
        places, {Mending::Kind::kExclude, "axis " + axis + " is dead"}));
  }
  return findings;
}

Findings find_dead_pixels(const Evidence& evidence, const Run&) {
  const auto places = choose(evidence, dead_places);
  if (places.empty()) return {};
  return {finding(evidence, "dead_pixels",
                  counted(places) + " places in the grid that never "
                                    "change while the others do",
                  places, {Mending::Kind::kExclude, "dead pixels"})};
}

}  // namespace mote
