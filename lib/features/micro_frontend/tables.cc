#include "lib/features/micro_frontend/tables.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lib/base/error.h"
#include "lib/features/micro_frontend/fft_tables.h"

namespace mote {
namespace {

constexpr int kNoiseBits = 14;
constexpr int kWeightBits = 12;
constexpr int kSnrBits = 12;

// log2 of the FFT's growth over the filter bank's: fraction bits that the
// square roots lack.
int correction_bits(const MicroFrontendSettings& settings) {
  return static_cast<int>(std::lround(std::log2(settings.fft_size()))) -
         kWeightBits / 2;
}

// The older microfrontend computes in single precision, which for 480 samples
// makes one coefficient larger by one.
template <class Float>
std::vector<int16_t> hann_window(int size) {
  std::vector<int16_t> window(size);
  const Float half = 0.5;
  const Float step = static_cast<Float>(2 * std::numbers::pi / size);
  for (int n = 0; n < size; ++n) {
    const Float value = half - half * std::cos(step * (n + half));
    window[n] = static_cast<int16_t>(std::lround(value * 4096));
  }
  return window;
}

float mel(float hz) { return 1127.0f * std::log1p(hz / 700.0f); }

// The frequency of the unwarped filter bank that a warped one hears at `hz`.
float unwarp(const MicroFrontendSettings& settings, float hz) {
  const auto warp = static_cast<float>(settings.warp);
  if (warp == 1) return hz;
  const auto upper = static_cast<float>(settings.upper_band_hz);
  const float knee = 0.8f * upper * std::min(1.0f, 1 / warp);
  if (hz <= warp * knee) return hz / warp;
  return knee + (hz - warp * knee) * (upper - knee) / (upper - warp * knee);
}

struct Weight {
  uint16_t rising, falling;
};

Weight quantize_weight(float weight, bool rounded) {
  const double up = static_cast<double>(weight) * (1 << kWeightBits);
  const double down =
      rounded ? (1.0 - weight) * (1 << kWeightBits)
              : static_cast<double>((1.0f - weight) * (1 << kWeightBits));
  const double half = rounded ? 0.5 : 0;
  return {static_cast<uint16_t>(std::floor(up + half)),
          static_cast<uint16_t>(std::floor(down + half))};
}

// Triangles whose corners are evenly spaced in mel; each reaches from the
// centre of the channel below to that of the one above.
void fill_filter_bank(const MicroFrontendSettings& settings,
                      MicroFrontendArrays& arrays) {
  const int bands = settings.channels + 1;
  const int bins = settings.fft_size() / 2 + 1;
  const float mel_low = mel(static_cast<float>(settings.lower_band_hz));
  const float mel_high = mel(static_cast<float>(settings.upper_band_hz));
  const float spacing = (mel_high - mel_low) / static_cast<float>(bands);
  const float hz_a_bin =
      static_cast<float>(0.5 * settings.rate_hz / (bins - 1));
  const bool rounded = settings.weights == "rounded";
  const auto mel_of_bin = [&](int bin) {
    return mel(unwarp(settings, bin * hz_a_bin));
  };
  int bin =
      static_cast<int>(1.5 + settings.warp * settings.lower_band_hz / hz_a_bin);
  arrays.first_bin = bin;
  float below = mel_low;
  for (int band = 0; band < bands; ++band) {
    const float centre = mel_low + spacing * static_cast<float>(band + 1);
    int width = 0;
    for (; mel_of_bin(bin) <= centre; ++bin, ++width) {
      const float weight = (centre - mel_of_bin(bin)) / (centre - below);
      const Weight quantized = quantize_weight(weight, rounded);
      arrays.weights.push_back(quantized.rising);
      arrays.unweights.push_back(quantized.falling);
    }
    if (width > 255) {
      throw Error("a channel takes more than 255 bins of the spectrum",
                  "preprocess (micro_frontend)",
                  "Use more channels or a shorter window.");
    }
    arrays.widths.push_back(static_cast<uint8_t>(width));
    below = centre;
  }
  if (bin > bins - 1) {
    throw Error("the highest channel reaches half the sampling rate",
                "preprocess (micro_frontend)", "Lower `upper_band`.");
  }
}

int16_t gain_of(const MicroFrontendSettings& settings, int input_bits,
                uint32_t x) {
  const float noise =
      static_cast<float>(x) / static_cast<float>(uint32_t{1} << input_bits);
  const float gain =
      static_cast<float>(uint32_t{1} << settings.pcan_gain_bits) *
      std::pow(noise + static_cast<float>(settings.pcan_offset),
               -static_cast<float>(settings.pcan_strength));
  return gain > 32767 ? int16_t{32767} : static_cast<int16_t>(gain + 0.5f);
}

// A parabola through the start, middle and end of each octave (dsp/pcan.h).
std::vector<int16_t> gain_table(const MicroFrontendSettings& settings) {
  const int input_bits = settings.smoothing_bits - correction_bits(settings);
  const auto gain = [&](uint32_t x) {
    return gain_of(settings, input_bits, x);
  };
  std::vector<int16_t> table = {gain(0), gain(1)};
  for (int octave = 2; octave <= 32; ++octave) {
    const uint32_t start = uint32_t{1} << (octave - 1);
    const uint32_t end = octave == 32 ? start + (start - 1) : 2 * start;
    const int y0 = gain(start);
    const int half = gain(start + start / 2) - y0;
    const int whole = gain(end) - y0;
    const int a1 = 4 * half - whole;
    table.push_back(static_cast<int16_t>(y0));
    table.push_back(static_cast<int16_t>(a1));
    table.push_back(static_cast<int16_t>(whole - a1));
    table.push_back(0);
  }
  table.resize(dsp::kGainTableSize);
  return table;
}

uint16_t noise_q14(double value) {
  return static_cast<uint16_t>(static_cast<float>(value) * (1 << kNoiseBits));
}

}  // namespace

MicroFrontendArrays::MicroFrontendArrays(const MicroFrontendSettings& settings)
    : window(settings.weights == "rounded"
                 ? hann_window<float>(settings.window_samples())
                 : hann_window<double>(settings.window_samples())),
      gains(gain_table(settings)),
      log_deviations(mote::log_deviations()) {
  FftArrays fft = make_fft_arrays(settings.fft_size() / 2);
  order = std::move(fft.order);
  twiddles = std::move(fft.twiddles);
  real_twiddles = std::move(fft.real_twiddles);
  fill_filter_bank(settings, *this);
}

double channel_of(const MicroFrontendSettings& settings, double hz) {
  const double low = mel(static_cast<float>(settings.lower_band_hz));
  const double high = mel(static_cast<float>(settings.upper_band_hz));
  const double band = (mel(unwarp(settings, static_cast<float>(hz))) - low) /
                      (high - low) * (settings.channels + 1);
  return band - 0.5;  // channel 0's centre ends band 0
}

dsp::MicroFrontendTables make_tables(const MicroFrontendSettings& settings,
                                     const MicroFrontendArrays& arrays) {
  const int correction = correction_bits(settings);
  dsp::MicroFrontendTables tables = {};
  tables.window_size = static_cast<uint16_t>(settings.window_samples());
  tables.hop_size = static_cast<uint16_t>(settings.hop_samples());
  tables.window = arrays.window.data();
  tables.fft = {static_cast<uint16_t>(settings.fft_size() / 2),
                arrays.order.data(), arrays.twiddles.data(),
                arrays.real_twiddles.data()};
  tables.filter_bank = {static_cast<uint16_t>(settings.channels),
                        static_cast<uint16_t>(arrays.first_bin),
                        arrays.widths.data(), arrays.weights.data(),
                        arrays.unweights.data()};
  tables.reduce_noise = settings.noise_reduction;
  tables.noise = {noise_q14(settings.even_smoothing),
                  noise_q14(settings.odd_smoothing),
                  noise_q14(settings.min_signal_remaining),
                  static_cast<uint8_t>(settings.smoothing_bits)};
  tables.use_pcan = settings.pcan;
  tables.pcan = {
      arrays.gains.data(),
      static_cast<uint8_t>(settings.pcan_gain_bits - correction - kSnrBits)};
  tables.log = {arrays.log_deviations.data(), static_cast<int8_t>(correction),
                static_cast<uint8_t>(settings.log_scale_shift)};
  return tables;
}

}  // namespace mote
