// How loud audio is: silence, DC offset.
#include <cmath>
#include <cstdio>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr double kFullScale = 32768;
constexpr double kQuietestPeak = 32;  // 60 dB below full scale
constexpr double kMostOffset = 0.02 * kFullScale;
constexpr double kLeastSteadiness = 0.3;  // an offset over the deviation

bool is_audio(const Sample& sample, const Measurement& measured) {
  return sample.kind == "audio" && measured.opened();
}

bool is_example(const Sample& sample) {
  return sample.label != kBackgroundLabel && sample.label != "silence";
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

Findings find_silence(const Evidence& evidence, const Run&) {
  const auto places = choose(evidence, silent);
  if (places.empty()) return {};
  return {finding(evidence, "silence",
                  counted(places) + " nothing to hear: the peak is more "
                                    "than 60 dB below full scale",
                  places, {Mending::Kind::kExclude, "silent"})};
}

Findings find_dc_offset(const Evidence& evidence, const Run&) {
  const auto places = choose(evidence, offset);
  if (places.empty()) return {};
  return {finding(evidence, "dc_offset",
                  counted(places) + " a mean of more than 2 % of full "
                                    "scale",
                  places, {Mending::Kind::kFix, "remove_dc"})};
}

}  // namespace mote
