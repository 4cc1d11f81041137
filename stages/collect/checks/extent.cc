// How long recordings are, and whether rate and units are what they say.
#include <algorithm>
#include <cmath>
#include <map>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/choose.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

constexpr double kShortShare = 0.6;       // of the usual length
constexpr double kUsualShare = 0.8;       // of the samples have that length
constexpr double kUpsampledShare = 0.75;  // of the band

// The length of nearly all recordings that are examples; 0: there is none.
double usual_seconds(const Evidence& evidence) {
  std::vector<double> lengths;
  for (const Sample& sample : evidence.samples()) {
    if (sample.label == kBackgroundLabel || sample.rate_hz <= 0) continue;
    lengths.push_back(sample.seconds());
  }
  if (lengths.size() < 10) return 0;
  const auto middle = lengths.begin() + std::ssize(lengths) / 2;
  std::nth_element(lengths.begin(), middle, lengths.end());
  const double median = *middle;
  const auto alike =
      std::count_if(lengths.begin(), lengths.end(), [&](double length) {
        return length > 0.9 * median && length < 1.1 * median;
      });
  const double share =
      static_cast<double>(alike) / static_cast<double>(lengths.size());
  return share >= kUsualShare ? median : 0;
}

double upsampled(const Sample& sample, const Measurement& measured) {
  const double top_hz = sample.rate_hz / 2;
  if (measured.band_hz <= 0 || measured.band_hz > kUpsampledShare * top_hz) {
    return 0;
  }
  return top_hz / measured.band_hz;
}

double standard_gravity(const std::string& unit) {
  if (unit == "g") return 1;
  if (unit == "mg") return 1000;
  return 9.80665;
}

// The unit in which these accelerations make sense; "" for none.
std::string unit_of_gravity(double gravity) {
  for (const char* unit : {"g", "m/s2", "mg"}) {
    const double ratio = gravity / standard_gravity(unit);
    if (ratio > 0.6 && ratio < 1.7) return unit;
  }
  return "";
}

}  // namespace

Findings find_short(const Evidence& evidence, const Run&) {
  const double usual_s = usual_seconds(evidence);
  if (usual_s <= 0) return {};
  std::vector<std::string> names;
  for (const Sample& sample : evidence.samples()) {
    if (sample.label == kBackgroundLabel || sample.rate_hz <= 0) continue;
    if (sample.seconds() < kShortShare * usual_s) names.push_back(sample.name);
  }
  if (names.empty()) return {};
  return {{"short",
           counted(names) + " less than 60 % of the usual length: "
                            "they may be cut off",
           names, exclude_command(names, "cut off")}};
}

// Recordings made at a lower rate lack the upper part of the band.
Findings find_low_rate(const Evidence& evidence, const Run&) {
  Finding finding{"low_rate", "", {}, "", false};
  for (const Sample& sample : evidence.samples()) {
    if (sample.rate_hz < evidence.wanted.rate_hz) {
      finding.samples.push_back(sample.name);
    }
  }
  if (finding.samples.empty()) return {};
  const auto rate_hz =
      std::to_string(static_cast<int>(evidence.wanted.rate_hz));
  finding.what = std::to_string(finding.samples.size()) +
                 " recording(s) were made at a lower rate than " + rate_hz +
                 " Hz and lack the upper part of the band";
  finding.command = "mote collect import DIR    # recordings made at " +
                    rate_hz + " Hz or more";
  return {finding};
}

Findings find_upsampled(const Evidence& evidence, const Run&) {
  const auto names = choose(evidence, upsampled);
  if (names.empty()) return {};
  return {{"upsampled",
           counted(names) + " nothing in the upper part of the "
                            "band: made at a lower rate than they say",
           names, exclude_command(names, "made at a lower rate"), true}};
}

Findings find_wrong_unit(const Evidence& evidence, const Run&) {
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> wrong;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Measurement& measured = evidence.measurements[i];
    if (measured.gravity <= 0) continue;
    const std::string fits = unit_of_gravity(measured.gravity);
    if (fits.empty() || fits == measured.gravity_unit) continue;
    wrong[{measured.gravity_unit, fits}].push_back(evidence.samples()[i].name);
  }
  Findings findings;
  for (const auto& [units, names] : wrong) {
    findings.push_back(
        {"wrong_unit",
         counted(names) + " accelerations in " + units.first +
             " by name, but with gravity as it is in " + units.second,
         names,
         "mote collect import DIR --axes 'x[" + units.second + "], y[" +
             units.second + "], z[" + units.second + "]'"});
  }
  return findings;
}

}  // namespace mote
