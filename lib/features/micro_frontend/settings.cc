#include "lib/features/micro_frontend/settings.h"

#include <fmt/format.h>

#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr const char* kWhere = "preprocess (micro_frontend)";

}  // namespace

const FieldList& MicroFrontendSettings::fields() {
  using S = MicroFrontendSettings;
  static const FieldList list =
      FieldsOf<S>()
          .number("rate", &S::rate_hz, "sampling rate", {4000, 48000}, "Hz")
          .number("signal", &S::signal_ms, "sound that one inference sees",
                  {20, 10000}, "ms")
          .number("window", &S::window_ms, "sound that one row is made of",
                  {2, 128}, "ms")
          .number("hop", &S::hop_ms, "from one row to the next", {1, 128}, "ms")
          .integer("channels", &S::channels, "frequency bands in a row",
                   {1, 128})
          .number("lower_band", &S::lower_band_hz, "lowest frequency",
                  {0, 24000}, "Hz")
          .number("upper_band", &S::upper_band_hz, "highest frequency",
                  {0, 24000}, "Hz")
          .choice("weights", &S::weights, {"truncated", "rounded"},
                  "how the filter bank's weights become integers: truncated "
                  "as in micro_speech, rounded as in ESPHome")
          .flag("noise_reduction", &S::noise_reduction,
                "subtract a moving average of each channel")
          .integer("smoothing_bits", &S::smoothing_bits,
                   "fraction bits of the noise estimates", {5, 14})
          .number("even_smoothing", &S::even_smoothing,
                  "weight of a new row in the noise of even channels", {0, 1})
          .number("odd_smoothing", &S::odd_smoothing,
                  "weight of a new row in the noise of odd channels", {0, 1})
          .number("min_signal_remaining", &S::min_signal_remaining,
                  "share of a channel that is never subtracted", {0, 1})
          .flag("pcan", &S::pcan, "automatic gain a channel")
          .number("pcan_strength", &S::pcan_strength, "exponent of the gain",
                  {0, 1})
          .number("pcan_offset", &S::pcan_offset,
                  "keeps the gain of silence finite", {1, 10000})
          .integer("pcan_gain_bits", &S::pcan_gain_bits,
                   "fraction bits of the gain", {18, 24})
          .integer("log_scale_shift", &S::log_scale_shift,
                   "log2 of the scale of the logarithm", {0, 10})
          .number("warm_up", &S::warm_up_ms, "quiet sound heard before a clip",
                  {0, 10000}, "ms");
  return list;
}

int MicroFrontendSettings::samples(double ms) const {
  return static_cast<int>(std::lround(ms * rate_hz / 1000));
}

int MicroFrontendSettings::warm_up_samples() const {
  const int hop = hop_samples();
  return (samples(warm_up_ms) + hop - 1) / hop * hop;
}

int MicroFrontendSettings::rows() const {
  return (signal_samples() - window_samples()) / hop_samples() + 1;
}

int MicroFrontendSettings::fft_size() const {
  int size = 16;
  while (size < window_samples()) size *= 2;
  return size;
}

void check_settings(const MicroFrontendSettings& s) {
  if (s.window_samples() % 2 != 0 || s.window_samples() < 2) {
    throw Error(
        fmt::format("a window of {} samples is not even", s.window_samples()),
        kWhere, "Change `window` by one sample.");
  }
  if (s.fft_size() > 2048) {
    throw Error(
        fmt::format("a window of {} samples is too long", s.window_samples()),
        kWhere, "A window takes up to 2,048 samples.");
  }
  if (s.hop_samples() < 1 || s.hop_samples() > s.window_samples()) {
    throw Error("the hop is longer than the window", kWhere,
                "Make `hop` at most as long as `window`.");
  }
  if (s.signal_samples() < s.window_samples()) {
    throw Error("the signal is shorter than a window", kWhere,
                "Make `signal` at least as long as `window`.");
  }
  if (s.upper_band_hz > s.rate_hz / 2 || s.lower_band_hz >= s.upper_band_hz) {
    throw Error(fmt::format("bands of {} to {} Hz at a rate of {} Hz",
                            s.lower_band_hz, s.upper_band_hz, s.rate_hz),
                kWhere,
                "Keep `lower_band` below `upper_band` and that up to half the "
                "rate.");
  }
}

}  // namespace mote
