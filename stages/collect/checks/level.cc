// How loud audio is: clipping, silence, DC offset.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr double kFullScale = 32768;
constexpr double kClippedShare = 0.003;  // of the values at the two extremes
constexpr double kQuietestPeak = 32;     // 60 dB below full scale
constexpr double kMostOffset = 0.02 * kFullScale;
constexpr double kLeastSteadiness = 0.3;  // an offset over the deviation

bool is_audio(const Sample& sample, const Measurement& measured) {
  return sample.kind == "audio" && measured.opened();
}

bool is_example(const Sample& sample) {
  return sample.label != kBackgroundLabel && sample.label != "silence";
}

double clipped(const Sample& sample, const Measurement& measured) {
  if (!measured.opened() || sample.kind == "picture") return 0;
  double most = 0;
  for (const AxisMeasurement& axis : measured.axes) {
    const bool loud =
        !is_audio(sample, measured) || axis.high - axis.low > kFullScale / 16;
    if (loud) most = std::max(most, axis.flat_share);
  }
  return most > kClippedShare ? most : 0;
}

double silent(const Sample& sample, const Measurement& measured) {
  if (!is_audio(sample, measured) || !is_example(sample)) return 0;
  const AxisMeasurement& axis = measured.axes.front();
  const double peak = (axis.high - axis.low) / 2;
  return peak < kQuietestPeak ? kQuietestPeak - peak : 0;
}

double offset(const Sample& sample, const Measurement& measured) {
  if (!is_audio(sample, measured)) return 0;
  const AxisMeasurement& axis = measured.axes.front();
  const double mean = std::abs(axis.mean);
  const bool steady = mean > kLeastSteadiness * axis.deviation;
  return mean > kMostOffset && steady ? mean : 0;
}

}  // namespace

Findings find_clipping(const Evidence& evidence, const Run&) {
  const auto names = choose(evidence, clipped);
  if (names.empty()) return {};
  return {{"clipping",
           counted(names) + " flat tops: values cut off at an end "
                            "of the sensor's range",
           names, exclude_command(names, "clipped")}};
}

Findings find_silence(const Evidence& evidence, const Run&) {
  const auto names = choose(evidence, silent);
  if (names.empty()) return {};
  return {{"silence",
           counted(names) + " nothing to hear: the peak is more "
                            "than 60 dB below full scale",
           names, exclude_command(names, "silent")}};
}

Findings find_dc_offset(const Evidence& evidence, const Run&) {
  const auto names = choose(evidence, offset);
  if (names.empty()) return {};
  return {{"dc_offset",
           counted(names) + " a mean of more than 2 % of full "
                            "scale",
           names, "mote collect fix " + query_of(names) + " remove_dc"}};
}

}  // namespace mote
