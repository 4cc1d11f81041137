// Values cut off at an end of the sensor's range.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "lib/signal/unit.h"
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"

namespace mote {
namespace {

constexpr double kClippedShare = 0.003;  // of the values
constexpr double kLoud = 65536 / 16.0;   // of sound, from top to bottom
constexpr double kAtEnd = 0.9;           // of the furthest any recording goes
constexpr double kAtRequired = 0.01;     // of the required range

using AxisName = std::tuple<size_t, std::string, std::string>;

// How far an axis goes in any recording, from what it is in the mean.
struct Extent {
  double low = INFINITY, high = -INFINITY;
  double sum_of_means = 0, recordings = 0;

  double center() const { return sum_of_means / recordings; }
};

AxisName name_of(const Measurement& measured, size_t axis) {
  const Axis& known = measured.axes[axis].axis;
  return {axis, known.name, known.unit};
}

std::map<AxisName, Extent> extents(const Evidence& evidence) {
  std::map<AxisName, Extent> result;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    if (evidence.samples()[i].kind != "series") continue;
    const Measurement& measured = evidence.measurements[i];
    for (size_t a = 0; a < measured.axes.size(); ++a) {
      const AxisMeasurement& axis = measured.axes[a];
      if (axis.low > axis.high) continue;
      Extent& extent = result[name_of(measured, a)];
      extent.low = std::min(extent.low, axis.low);
      extent.high = std::max(extent.high, axis.high);
      extent.sum_of_means += axis.mean;
      ++extent.recordings;
    }
  }
  return result;
}

// Accelerations and turns go both ways, even where gravity hides it.
bool swings(const Axis& axis, const Extent& extent) {
  return (extent.low < 0 && extent.high > 0) ||
         unit_factor(axis.unit, "g") != 0 ||
         unit_factor(axis.unit, "deg/s") != 0;
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

// The share of an axis' values that are cut off. What swings is cut off where
// hardly any recording goes further: a plateau below that is one of a coarse
// sensor at rest. What does not may rest at its end: a distance with nothing
// in reach.
double cut_off(const AxisMeasurement& axis, const Extent& extent,
               const DataRequirements& wanted) {
  const double center = extent.center();
  const bool both_ways = swings(axis.axis, extent);
  double share = 0;
  if ((both_ways && axis.high - center >= kAtEnd * (extent.high - center)) ||
      is_required(wanted, axis.axis, axis.high)) {
    share += axis.flat_high;
  }
  if ((both_ways && axis.low - center <= kAtEnd * (extent.low - center)) ||
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
      const auto extent = known.find(name_of(measured, a));
      if (extent == known.end()) continue;
      share = std::max(
          share, cut_off(measured.axes[a], extent->second, evidence.wanted));
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
