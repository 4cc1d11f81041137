// What is not there: dropouts, missing values, dead axes and pixels.
#include <map>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr int64_t kFewestFrames = 10;  // of which some should differ

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
  const auto names = choose(evidence, dropout);
  if (names.empty()) return {};
  return {{"dropout",
           counted(names) + " a part within in which nothing "
                            "changes, as when data was lost on the way",
           names, exclude_command(names, "dropout")}};
}

Findings find_missing_values(const Evidence& evidence, const Run&) {
  const auto names = choose(evidence, missing);
  if (names.empty()) return {};
  return {{"missing_values", counted(names) + " readings that are not numbers",
           names, exclude_command(names, "missing values")}};
}

Findings find_dead_axes(const Evidence& evidence, const Run&) {
  std::map<std::string, std::vector<std::string>> dead;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (sample.kind != "series" || sample.frames < kFewestFrames) continue;
    for (const AxisMeasurement& axis : evidence.measurements[i].axes) {
      if (axis.low >= axis.high) dead[axis.axis.name].push_back(sample.name);
    }
  }
  Findings findings;
  for (const auto& [axis, names] : dead) {
    findings.push_back({"dead_axis",
                        counted(names) + " one and the same value on axis '" +
                            axis + "' all the time",
                        names,
                        exclude_command(names, "axis " + axis + " is dead")});
  }
  return findings;
}

Findings find_dead_pixels(const Evidence& evidence, const Run&) {
  const auto names = choose(evidence, dead_places);
  if (names.empty()) return {};
  return {{"dead_pixels",
           counted(names) + " places in the grid that never "
                            "change while the others do",
           names, exclude_command(names, "dead pixels")}};
}

}  // namespace mote
