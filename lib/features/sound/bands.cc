#include "lib/features/sound/bands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "lib/base/error.h"

namespace mote {
namespace {

double htk_mel(double hz) { return 1127 * std::log(1 + hz / 700); }
double htk_hz(double mel) { return 700 * (std::exp(mel / 1127) - 1); }

// Slaney's scale: 200/3 Hz a mel up to 1 kHz, then 27 mels to a factor of 6.4.
constexpr double kSlaneyHz = 200.0 / 3, kSlaneyKnee = 1000;
const double kSlaneyStep = std::log(6.4) / 27;

double slaney_mel(double hz) {
  if (hz < kSlaneyKnee) return hz / kSlaneyHz;
  return kSlaneyKnee / kSlaneyHz + std::log(hz / kSlaneyKnee) / kSlaneyStep;
}
double slaney_hz(double mel) {
  const double knee = kSlaneyKnee / kSlaneyHz;
  if (mel < knee) return mel * kSlaneyHz;
  return kSlaneyKnee * std::exp((mel - knee) * kSlaneyStep);
}

// count + 2 corners, evenly spaced in mel.
std::vector<double> corners(int count, double low_mel, double high_mel) {
  std::vector<double> mels;
  for (int i = 0; i < count + 2; ++i) {
    mels.push_back(low_mel + (high_mel - low_mel) * i / (count + 1));
  }
  return mels;
}

// The height at x of a triangle with these corners.
double triangle(double left, double middle, double right, double x) {
  const double rising = (x - left) / (middle - left);
  const double falling = (right - x) / (right - middle);
  return std::max(0.0, std::min(rising, falling));
}

// Adds the bins for which `weight` is above zero, which are neighbours.
void add_band(int bins, const std::function<double(int)>& weight,
              Bands& bands) {
  int first = 0;
  while (first < bins && !(weight(first) > 0)) ++first;
  int end = first;
  while (end < bins && weight(end) > 0) {
    bands.weights.push_back(static_cast<float>(weight(end++)));
  }
  if (end == first) {
    throw Error(fmt::format("band {} takes no bin of the spectrum",
                            bands.widths.size() + 1),
                "preprocess.bands", "Take fewer bands, or more points (fft).");
  }
  bands.first_bin.push_back(static_cast<uint16_t>(first));
  bands.widths.push_back(static_cast<uint16_t>(end - first));
}

Bands edge_impulse_bands(int count, double lower_hz, double upper_hz,
                         int points, double rate_hz) {
  std::vector<double> at_bins;
  const auto mels = corners(count, htk_mel(lower_hz), htk_mel(upper_hz));
  for (size_t i = 0; i < mels.size(); ++i) {
    // The last corner must stay below the bin behind the last.
    const double hz = htk_hz(mels[i]) - (i + 1 == mels.size() ? 0.001 : 0);
    at_bins.push_back(std::floor((points + 1) * hz / rate_hz));
  }
  Bands bands;
  for (size_t b = 0; b < static_cast<size_t>(count); ++b) {
    const double left = at_bins[b], middle = at_bins[b + 1],
                 right = at_bins[b + 2];
    add_band(
        points / 2 + 1,
        [=](int k) {
          if (k >= middle && k < right) return (right - k) / (right - middle);
          return k > left && k < middle ? (k - left) / (middle - left) : 0.0;
        },
        bands);
  }
  return bands;
}

Bands librosa_bands(int count, double lower_hz, double upper_hz, int points,
                    double rate_hz) {
  std::vector<double> hz =
      corners(count, slaney_mel(lower_hz), slaney_mel(upper_hz));
  for (double& corner : hz) corner = slaney_hz(corner);
  Bands bands;
  for (size_t b = 0; b < static_cast<size_t>(count); ++b) {
    add_band(
        points / 2 + 1,
        [&](int k) {
          return 2 / (hz[b + 2] - hz[b]) *
                 triangle(hz[b], hz[b + 1], hz[b + 2], k * rate_hz / points);
        },
        bands);
  }
  return bands;
}

Bands tensorflow_bands(int count, double lower_hz, double upper_hz, int points,
                       double rate_hz) {
  const auto mel = corners(count, htk_mel(lower_hz), htk_mel(upper_hz));
  Bands bands;
  for (size_t b = 0; b < static_cast<size_t>(count); ++b) {
    add_band(
        points / 2 + 1,
        [&](int k) {
          if (k == 0) return 0.0;
          return triangle(mel[b], mel[b + 1], mel[b + 2],
                          htk_mel(k * rate_hz / points));
        },
        bands);
  }
  return bands;
}

}  // namespace

dsp::BandTables Bands::tables() const {
  return {static_cast<int32_t>(widths.size()), first_bin.data(), widths.data(),
          weights.data()};
}

Bands mel_bands(const std::string& formula, int count, double lower_hz,
                double upper_hz, int points, double rate_hz) {
  if (!(lower_hz < upper_hz)) {
    throw Error(
        fmt::format("bands from {:g} to {:g} Hz are none", lower_hz, upper_hz),
        "preprocess.upper_band", "Raise it above lower_band.");
  }
  const auto make = formula == "librosa"      ? librosa_bands
                    : formula == "tensorflow" ? tensorflow_bands
                                              : edge_impulse_bands;
  return make(count, lower_hz, upper_hz, points, rate_hz);
}

Bands one_sided_bins(int points) {
  Bands bands;
  for (int k = 0; k <= points / 2; ++k) {
    bands.first_bin.push_back(static_cast<uint16_t>(k));
    bands.widths.push_back(1);
    bands.weights.push_back(k == 0 || k == points / 2 ? 1 : 2);
  }
  return bands;
}

}  // namespace mote
