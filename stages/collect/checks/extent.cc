// How long recordings are, and whether rate and units are what they say.
#include <fmt/format.h>

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

constexpr const char* kUnits[] = {"g", "m/s2", "mg"};

// The unit in which these accelerations are `usual` times gravity, or up to
// `times` more or less; "" for none.
std::string unit_of_gravity(double gravity, double usual, double times) {
  for (const char* unit : kUnits) {
    const double ratio = gravity / standard_gravity(unit) / usual;
    if (ratio > 1 / times && ratio < times) return unit;
  }
  return "";
}

// What is moved all the time feels more than gravity: the median of all that
// name this unit, times its gravity; 0 where that is far from gravity.
double usual_gravity(const Evidence& evidence, const std::string& unit) {
  constexpr double kMost = 3;
  std::vector<double> ratios;
  for (const Measurement& measured : evidence.measurements) {
    if (measured.gravity <= 0 || measured.gravity_unit != unit) continue;
    ratios.push_back(measured.gravity / standard_gravity(unit));
  }
  if (ratios.empty()) return 0;
  const auto middle = ratios.begin() + std::ssize(ratios) / 2;
  std::nth_element(ratios.begin(), middle, ratios.end());
  return *middle<kMost&& * middle> 1 / kMost ? *middle : 0;
}

}  // namespace

Findings find_short(const Evidence& evidence, const Run&) {
  if (evidence.wanted.least_s > 0) return {};  // then that is what counts
  const double usual_s = usual_seconds(evidence);
  if (usual_s <= 0) return {};
  Places places;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (sample.label == kBackgroundLabel || sample.rate_hz <= 0) continue;
    if (sample.seconds() < kShortShare * usual_s) places.push_back(i);
  }
  if (places.empty()) return {};
  return {finding(evidence, "short",
                  counted(places) + " less than 60 % of the usual length: "
                                    "they may be cut off",
                  places, {Mending::Kind::kExclude, "cut off"})};
}

Findings find_low_rate(const Evidence& evidence, const Run&) {
  const double wanted_hz = evidence.wanted.rate_hz;
  Places places;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const double rate_hz = evidence.samples()[i].rate_hz;
    if (rate_hz > 0 && rate_hz < wanted_hz) places.push_back(i);
  }
  if (places.empty()) return {};
  return {finding(evidence, "low_rate",
                  fmt::format("{} a lower rate than the {} Hz required: the "
                              "upper part of the band is not there",
                              counted(places), wanted_hz),
                  places, {Mending::Kind::kExclude, "made at a lower rate"})};
}

Findings find_upsampled(const Evidence& evidence, const Run&) {
  const auto places = choose(evidence, upsampled);
  if (places.empty()) return {};
  return {advice(
      finding(evidence, "upsampled",
              counted(places) + " nothing in the upper part of the "
                                "band: made at a lower rate than they say",
              places, {Mending::Kind::kExclude, "made at a lower rate"}))};
}

Findings find_wrong_unit(const Evidence& evidence, const Run&) {
  constexpr double kNear = 1.7, kMoved = 3;
  std::map<std::string, double> usual;
  for (const char* unit : kUnits) usual[unit] = usual_gravity(evidence, unit);
  std::map<std::pair<std::string, std::string>, Places> wrong;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Measurement& measured = evidence.measurements[i];
    if (measured.gravity <= 0) continue;
    std::string fits = unit_of_gravity(measured.gravity, 1, kNear);
    const double known = usual[measured.gravity_unit];
    if (known > 0 && fits != measured.gravity_unit) {
      fits = unit_of_gravity(measured.gravity, known, kMoved);
    }
    if (fits.empty() || fits == measured.gravity_unit) continue;
    wrong[{measured.gravity_unit, fits}].push_back(i);
  }
  Findings findings;
  for (const auto& [units, places] : wrong) {
    findings.push_back(
        finding(evidence, "wrong_unit",
                counted(places) + " accelerations in " + units.first +
                    " by name, but with gravity as it is in " + units.second,
                places, {Mending::Kind::kFix, "unit " + units.second}));
  }
  return findings;
}

}  // namespace mote
