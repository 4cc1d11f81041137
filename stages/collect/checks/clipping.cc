// Values cut off at an end of the sensor's range.
#include <algorithm>
#include <map>
#include <tuple>

#include "lib/signal/unit.h"
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"

namespace mote {
namespace {

constexpr double kClippedShare = 0.003;  // of the values
constexpr double kLoud = 65536 / 16.0;   // of sound, from top to bottom
constexpr double kAtEnd = 0.9;           // of the furthest value of the axis
constexpr double kAtRequired = 0.01;     // of the required range

using AxisName = std::tuple<size_t, std::string, std::string>;

struct Extent {
  double low = 0, high = 0;
};

AxisName name_of(const Measurement& measured, size_t axis) {
  const Axis& known = measured.axes[axis].axis;
  return {axis, known.name, known.unit};
}

// How far each axis goes in any recording, both ways from 0.
std::map<AxisName, Extent> extents(const Evidence& evidence) {
  std::map<AxisName, Extent> result;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    if (evidence.samples()[i].kind != "series") continue;
    const Measurement& measured = evidence.measurements[i];
    for (size_t a = 0; a < measured.axes.size(); ++a) {
      Extent& extent = result[name_of(measured, a)];
      extent.low = std::min(extent.low, measured.axes[a].low);
      extent.high = std::max(extent.high, measured.axes[a].high);
    }
  }
  return result;
}

// Whether an end of an axis is one that the requirements name.
bool is_required(const DataRequirements& wanted, const Axis& axis, double end) {
  return std::ranges::any_of(wanted.ranges, [&](const ValueRange& range) {
    const double factor =
        range.unit.empty() ? 1 : unit_factor(axis.unit, range.unit);
    const double near = kAtRequired * (range.high - range.low);
    return factor != 0 && (std::abs(end * factor - range.low) < near ||
                           std::abs(end * factor - range.high) < near);
  });
}

// The share of an axis' values that are cut off. What swings to both sides of
// 0 is cut off where hardly any recording goes further: a plateau below that
// is one of a coarse sensor at rest. What does not may rest at its end: a
// distance with nothing in reach.
double cut_off(const AxisMeasurement& axis, const Extent& extent,
               const DataRequirements& wanted) {
  const bool swings = extent.low < 0 && extent.high > 0;
  double share = 0;
  if ((swings && axis.high >= kAtEnd * extent.high) ||
      is_required(wanted, axis.axis, axis.high)) {
    share += axis.flat_high;
  }
  if ((swings && axis.low <= kAtEnd * extent.low) ||
      is_required(wanted, axis.axis, axis.low)) {
    share += axis.flat_low;
  }
  return share;
}

double cut_off_sound(const Measurement& measured) {
  const AxisMeasurement& axis = measured.axes.front();
  return axis.high - axis.low > kLoud ? axis.flat_low + axis.flat_high : 0;
}

}  // namespace

Findings find_clipping(const Evidence& evidence, const Run&) {
  const auto known = extents(evidence);
  std::vector<std::pair<double, size_t>> worst;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Measurement& measured = evidence.measurements[i];
    const std::string& kind = evidence.samples()[i].kind;
    if (!measured.opened() || measured.axes.empty()) continue;
    double share = kind == "audio" ? cut_off_sound(measured) : 0;
    for (size_t a = 0; kind == "series" && a < measured.axes.size(); ++a) {
      const Extent& extent = known.at(name_of(measured, a));
      share =
          std::max(share, cut_off(measured.axes[a], extent, evidence.wanted));
    }
    if (share > kClippedShare) worst.emplace_back(-share, i);
  }
  if (worst.empty()) return {};
  std::sort(worst.begin(), worst.end());
  Places places;
  for (const auto& [share, i] : worst) places.push_back(i);
  return {finding(evidence, "clipping",
                  counted(places) + " flat tops: values cut off at an end of "
                                    "the sensor's range",
                  places, {Mending::Kind::kExclude, "clipped"})};
}

}  // namespace mote
