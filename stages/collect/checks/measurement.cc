#include "stages/collect/checks/measurement.h"

#include <algorithm>
#include <cmath>

#include "lib/base/hash.h"
#include "stages/collect/checks/features.h"
#include "stages/collect/checks/gap.h"
#include "stages/collect/checks/spectrum.h"

namespace mote {
namespace {

constexpr size_t kMostColumns = 1875;  // 30 s of sound
constexpr size_t kFewestFrames = 10;   // in which a pixel should change

// Of the values of axis `a`: all that needs no order in time.
AxisMeasurement range_of_axis(const Signal& signal,
                              const std::vector<float>& values, size_t a) {
  AxisMeasurement measured;
  measured.axis = signal.axes[a];
  double sum = 0, squares = 0, count = 0;
  measured.low = INFINITY;
  measured.high = -INFINITY;
  for (size_t i = a; i < values.size(); i += signal.axis_count()) {
    const double value = values[i];
    if (std::isnan(value)) {
      ++measured.missing;
      continue;
    }
    measured.low = std::min(measured.low, value);
    measured.high = std::max(measured.high, value);
    sum += value;
    squares += value * value;
    ++count;
  }
  if (count == 0) return measured;
  measured.mean = sum / count;
  measured.deviation =
      std::sqrt(std::max(0.0, squares / count - measured.mean * measured.mean));
  return measured;
}

// The share of axis `a`'s values in runs of three or more that are `end`.
double flat_share(double end, const std::vector<float>& values, size_t a,
                  size_t axes) {
  size_t flat = 0, run = 0, count = 0;
  for (size_t i = a; i < values.size(); i += axes, ++count) {
    run = values[i] == static_cast<float>(end) ? run + 1 : 0;
    if (run == 3) flat += 3;
    if (run > 3) ++flat;
  }
  return count == 0 ? 0
                    : static_cast<double>(flat) / static_cast<double>(count);
}

std::vector<int> dead_places(const Signal& signal,
                             const std::vector<float>& values) {
  const size_t frame = signal.place_count() * signal.axis_count();
  const size_t frames = signal.frame_count();
  if (signal.place_count() < 4 || frames < kFewestFrames) return {};
  std::vector<int> dead;
  for (size_t place = 0; place < frame; ++place) {
    size_t t = 1;
    while (t < frames && values[t * frame + place] == values[place]) ++t;
    if (t == frames) dead.push_back(static_cast<int>(place));
  }
  return dead.size() * 10 < frame ? dead : std::vector<int>();
}

bool is_acceleration(const Axis& axis) {
  return axis.unit == "g" || axis.unit == "mg" || axis.unit == "m/s2";
}

void measure_gravity(const Signal& signal, const std::vector<float>& values,
                     Measurement& measured) {
  const size_t axes = signal.axis_count();
  size_t first = 0;
  while (first < axes && !is_acceleration(signal.axes[first])) ++first;
  if (first + 3 > axes || signal.place_count() != 1) return;
  const std::string& unit = signal.axes[first].unit;
  if (signal.axes[first + 1].unit != unit ||
      signal.axes[first + 2].unit != unit) {
    return;
  }
  std::vector<double> lengths;
  for (size_t i = first; i + 2 < values.size(); i += axes) {
    const double length = std::hypot(values[i], values[i + 1], values[i + 2]);
    if (!std::isnan(length)) lengths.push_back(length);
  }
  if (lengths.empty()) return;
  const auto middle = lengths.begin() + std::ssize(lengths) / 2;
  std::nth_element(lengths.begin(), middle, lengths.end());
  measured.gravity = *middle;
  measured.gravity_unit = unit;
}

uint64_t content_hash(const Signal& signal) {
  return std::visit(
      [&](const auto& values) {
        const auto* bytes = reinterpret_cast<const char*>(values.data());
        return hash64({bytes, values.size() * sizeof(values[0])});
      },
      signal.samples);
}

void measure_sound(const std::vector<float>& values, double rate_hz,
                   Measurement& measured) {
  const Spectrogram spectra = spectrogram(values, rate_hz, kMostColumns);
  if (spectra.columns() == 0) return;
  measured.band_hz = band_of(spectra);
  measured.picture = sound_picture(spectra);
  measured.features = sound_features(spectra);
}

}  // namespace

Measurement measure(const Signal& signal, const Sample& sample) {
  Measurement measured;
  const std::vector<float> values =
      std::get<std::vector<float>>(as_float(signal).samples);
  const bool one_place = signal.place_count() == 1;
  for (size_t a = 0; a < signal.axis_count(); ++a) {
    AxisMeasurement axis = range_of_axis(signal, values, a);
    if (one_place && axis.high > axis.low) {
      axis.flat_high = flat_share(axis.high, values, a, signal.axis_count());
      axis.flat_low = flat_share(axis.low, values, a, signal.axis_count());
    }
    measured.axes.push_back(axis);
  }
  measured.content = content_hash(signal);
  measured.dead_places = dead_places(signal, values);
  measure_gravity(signal, values, measured);
  if (sample.kind == "audio") {
    measured.gap = gap_of_sound(values, signal.rate_hz);
    measure_sound(values, signal.rate_hz, measured);
  } else {
    if (sample.kind == "series") measured.gap = gap_of_readings(signal, values);
    measured.features = reading_features(signal, values);
  }
  return measured;
}

}  // namespace mote
