#include <algorithm>
#include <cmath>
#include <numbers>

#include "stages/collect/checks/features.h"
#include "stages/collect/checks/measurement.h"

namespace mote {
namespace {

constexpr size_t kBands = 32;
constexpr size_t kCepstra = 13;
constexpr size_t kSegments = 12;
constexpr double kLoudRange = 3.2;   // of the natural logarithm: 14 dB
constexpr double kLeastStepDb = 12;  // down to nothing but rounding
constexpr double kSteepStepDb = 30;  // down to anything
constexpr double kRoundingDb = 18;   // of a bin: 12 of int16, and 6
constexpr float kFloor = 3e3F;       // the power of the rounding of int16

// First bins of `count` bands of equal width on the mel scale, and the end.
std::vector<size_t> mel_bands(const Spectrogram& spectra, size_t count) {
  auto mel = [](double hz) { return std::log(1 + hz / 700); };
  const double top_hz =
      std::min(8000.0, spectra.bin_hz * static_cast<double>(spectra.bins));
  const double low = mel(60), high = mel(top_hz);
  std::vector<size_t> bins;
  for (size_t band = 0; band <= count; ++band) {
    const double at = low + (high - low) * static_cast<double>(band) /
                                static_cast<double>(count);
    const double hz = 700 * (std::exp(at) - 1);
    bins.push_back(static_cast<size_t>(std::lround(hz / spectra.bin_hz)));
  }
  return bins;
}

// Power in each band of a column; a band narrower than a bin gets that bin.
std::vector<float> band_power(std::span<const float> column,
                              const std::vector<size_t>& bins) {
  std::vector<float> power;
  for (size_t band = 0; band + 1 < bins.size(); ++band) {
    const size_t first = std::min(bins[band], column.size() - 1);
    const size_t end = std::clamp(bins[band + 1], first + 1, column.size());
    float sum = 0;
    for (size_t i = first; i < end; ++i) sum += column[i];
    power.push_back(sum / static_cast<float>(end - first));
  }
  return power;
}

double mean_db(const std::vector<double>& power, size_t first, size_t end) {
  double sum = 0;
  for (size_t i = first; i < end; ++i) sum += power[i];
  return 10 * std::log10(sum / static_cast<double>(end - first) + 1e-3);
}

// A column's cepstra (DCT-II of its log powers) and, last, its log energy.
std::vector<float> cepstra(const std::vector<float>& power) {
  static const auto* const kCosines = [] {
    auto* table = new std::vector<float>(kCepstra * kBands);
    for (size_t i = 0; i < table->size(); ++i) {
      const auto order = static_cast<double>(i / kBands + 1);
      const auto band = static_cast<double>(i % kBands) + 0.5;
      (*table)[i] = static_cast<float>(
          std::cos(std::numbers::pi * order * band / double{kBands}));
    }
    return table;
  }();
  std::vector<float> result(kCepstra + 1);
  float energy = 0;
  for (size_t band = 0; band < kBands; ++band) {
    const float value = std::log(power[band] + kFloor);
    for (size_t c = 0; c < kCepstra; ++c) {
      result[c] += value * (*kCosines)[c * kBands + band];
    }
    energy += power[band];
  }
  result[kCepstra] = std::log(energy + kFloor);
  return result;
}

struct Part {
  size_t first, end;
};

// From the first to the last column that is nearly as loud as the loudest.
Part loud_part(const std::vector<std::vector<float>>& columns) {
  float loudest = -INFINITY;
  for (const auto& column : columns) {
    loudest = std::max(loudest, column[kCepstra]);
  }
  auto loud = [&](const std::vector<float>& column) {
    return column[kCepstra] > loudest - kLoudRange;
  };
  const auto first = std::find_if(columns.begin(), columns.end(), loud);
  const auto last = std::find_if(columns.rbegin(), columns.rend(), loud);
  const auto begin = static_cast<size_t>(first - columns.begin());
  const auto end = static_cast<size_t>(last.base() - columns.begin());
  return {begin - std::min<size_t>(begin, 2),
          std::min(columns.size(), end + 3)};
}

// Mean of the columns that segment `i` of the part covers; at least one.
void add_segment(const std::vector<std::vector<float>>& columns, Part part,
                 size_t i, std::vector<float>& features) {
  const size_t length = part.end - part.first;
  const size_t first = part.first + i * length / kSegments;
  const size_t end =
      std::max(first + 1, part.first + (i + 1) * length / kSegments);
  for (size_t c = 0; c <= kCepstra; ++c) {
    float sum = 0;
    for (size_t t = first; t < end; ++t) sum += columns[t][c];
    features.push_back(sum / static_cast<float>(end - first));
  }
}

// What all segments share (the voice, the room, the level) is taken away.
void subtract_mean(std::vector<float>& features) {
  for (size_t c = 0; c <= kCepstra; ++c) {
    float sum = 0;
    for (size_t i = c; i < features.size(); i += kCepstra + 1) {
      sum += features[i];
    }
    for (size_t i = c; i < features.size(); i += kCepstra + 1) {
      features[i] -= sum / float{kSegments};
    }
  }
}

}  // namespace

double band_of(const Spectrogram& spectra) {
  std::vector<double> power(spectra.bins);
  for (size_t t = 0; t < spectra.columns(); ++t) {
    for (size_t i = 0; i < spectra.bins; ++i) {
      power[i] += spectra.column(t)[i];
    }
  }
  for (double& value : power) value /= static_cast<double>(spectra.columns());
  const size_t width = std::max<size_t>(2, spectra.bins / 16);
  double steepest = kLeastStepDb, loudest_above = -INFINITY, band_hz = 0;
  for (size_t bin = spectra.bins - width; bin > 2 * width; --bin) {
    const size_t above = bin + width / 4;
    loudest_above = std::max(
        loudest_above,
        mean_db(power, above, std::min(above + width / 2, spectra.bins)));
    const double step =
        mean_db(power, bin - width, bin - width / 4) - loudest_above;
    const bool empty = loudest_above < kRoundingDb || step > kSteepStepDb;
    if (step <= steepest || !empty) continue;
    steepest = step;
    band_hz = spectra.bin_hz * static_cast<double>(bin);
  }
  return band_hz;
}

std::vector<float> sound_picture(const Spectrogram& spectra) {
  const auto bins = mel_bands(spectra, kPictureRows);
  std::vector<float> picture;
  for (size_t t = 0; t < spectra.columns(); ++t) {
    for (float power : band_power(spectra.column(t), bins)) {
      picture.push_back(std::sqrt(std::sqrt(power)));
    }
  }
  return picture;
}

std::vector<float> sound_features(const Spectrogram& spectra) {
  const auto bins = mel_bands(spectra, kBands);
  std::vector<std::vector<float>> columns;
  for (size_t t = 0; t < spectra.columns(); ++t) {
    columns.push_back(cepstra(band_power(spectra.column(t), bins)));
  }
  const Part part = loud_part(columns);
  std::vector<float> features;
  for (size_t i = 0; i < kSegments; ++i) {
    add_segment(columns, part, i, features);
  }
  subtract_mean(features);
  std::vector<float> mean;
  add_segment(columns, {part.first, part.end}, 0, mean);
  features.insert(features.end(), mean.begin(), mean.end());
  features.push_back(static_cast<float>(part.end - part.first));
  return features;
}

}  // namespace mote
