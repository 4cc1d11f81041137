#include "stages/collect/report/values_of_one.h"

#include <algorithm>
#include <cmath>

#include "stages/collect/checks/spectrum.h"

namespace mote {
namespace {

constexpr double kFullScale = 32768;
constexpr double kLeastLevel = 0.1;  // of a value of int16: -110 dB
constexpr size_t kMostAxes = 64;
constexpr size_t kMostColumns = 1875;  // 30 s of sound

double decibels(double amplitude, double full) {
  return 20 * std::log10(std::max(amplitude, kLeastLevel) / full);
}

void measure_levels(const std::vector<int16_t>& samples,
                    RecordingValues& result) {
  double squares = 0, peak = 0;
  for (const int16_t value : samples) {
    squares += double{1} * value * value;
    peak = std::max(peak, std::abs(double{1} * value));
  }
  const double count = std::max(1.0, static_cast<double>(samples.size()));
  result.rms_db = decibels(std::sqrt(squares / count), kFullScale);
  result.peak_db = decibels(peak, kFullScale);
}

AxisValues values_of_axis(const Signal& signal, const std::vector<float>& all,
                          size_t a) {
  AxisValues result{signal.axes[a]};
  result.low = INFINITY;
  result.high = -INFINITY;
  for (size_t i = a; i < all.size(); i += signal.axis_count()) {
    const double value = all[i];
    if (!std::isfinite(value)) {
      ++result.missing;
      continue;
    }
    ++result.count;
    result.low = std::min(result.low, value);
    result.high = std::max(result.high, value);
    result.sum += value;
    result.squares += value * value;
  }
  if (result.count == 0) result.low = result.high = 0;
  return result;
}

// The mean power of the windows in even bands, added to `bands`.
void add_power(const std::vector<float>& values, double rate_hz,
               std::vector<double>& bands) {
  const Spectrogram spectra = spectrogram(values, rate_hz, kMostColumns);
  if (spectra.columns() == 0) return;
  const size_t count = std::min(kMostBands, spectra.bins);
  bands.resize(count);
  // A sine of amplitude 1 in a Hann window of 2 * bins values has this height.
  const double one = static_cast<double>(spectra.bins) / 2;
  const double scale = 1 / (one * one * static_cast<double>(spectra.columns()));
  for (size_t band = 0; band < count; ++band) {
    const size_t first = band * spectra.bins / count;
    const size_t end = std::max(first + 1, (band + 1) * spectra.bins / count);
    double power = 0;
    for (size_t t = 0; t < spectra.columns(); ++t) {
      const auto column = spectra.column(t);
      for (size_t bin = first; bin < end; ++bin) power += column[bin];
    }
    bands[band] += power * scale;
  }
}

void finish_spectrum(std::vector<double> power, double full,
                     RecordingValues& result) {
  for (double& value : power) {
    value = 10 * std::log10(std::max(value / (full * full), 1e-14));
  }
  result.spectrum_db = std::move(power);
}

// Of readings the axes of the first unit, each without its mean.
void measure_spectrum(const Signal& signal, const std::vector<float>& all,
                      RecordingValues& result) {
  std::vector<double> power;
  std::string names;
  const size_t axes = signal.axis_count();
  for (size_t a = 0; a < std::min(axes, kMostAxes); ++a) {
    if (signal.axes[a].unit != signal.axes[0].unit) continue;
    names += (names.empty() ? "" : ", ") + signal.axes[a].name;
    const AxisValues& axis = result.axes[a];
    if (axis.missing > 0) return;
    std::vector<float> values;
    for (size_t i = a; i < all.size(); i += axes) {
      values.push_back(all[i] - static_cast<float>(axis.mean()));
    }
    add_power(values, signal.rate_hz, power);
  }
  if (power.empty()) return;
  const std::string& unit = signal.axes[0].unit;
  result.spectrum_of = unit.empty() ? names : names + " (" + unit + ")";
  finish_spectrum(std::move(power), 1, result);
}

std::string size_text(const Signal& signal) {
  std::string text;
  for (const int side : signal.frame_shape) {
    text += (text.empty() ? "" : " x ") + std::to_string(side);
  }
  return text;
}

}  // namespace

RecordingValues values_of_one(const Signal& signal, const Sample& sample) {
  RecordingValues result;
  result.opened = true;
  result.sound = sample.kind == "audio" &&
                 std::holds_alternative<std::vector<int16_t>>(signal.samples);
  const std::vector<float> all =
      std::get<std::vector<float>>(as_float(signal).samples);
  if (result.sound) {
    measure_levels(signal.int16_samples(), result);
    std::vector<double> power;
    add_power(all, signal.rate_hz, power);
    result.spectrum_of = "sound";
    finish_spectrum(std::move(power), kFullScale, result);
    return result;
  }
  for (size_t a = 0; a < std::min(signal.axis_count(), kMostAxes); ++a) {
    result.axes.push_back(values_of_axis(signal, all, a));
  }
  result.size = size_text(signal);
  if (signal.place_count() == 1 && signal.rate_hz > 0) {
    measure_spectrum(signal, all, result);
  }
  return result;
}

}  // namespace mote
