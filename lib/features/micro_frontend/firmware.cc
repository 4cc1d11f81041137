#include "lib/features/micro_frontend/firmware.h"

#include <fmt/format.h>

#include <cmath>

namespace mote {
namespace {

template <class T>
FeatureConstant array(const char* name, const char* type,
                      const std::vector<T>& values, const char* comment) {
  return {name, type, {values.begin(), values.end()}, "", comment};
}

// The initializer of MicroFrontendTables, naming the arrays.
std::string tables_expression(const dsp::MicroFrontendTables& t) {
  return fmt::format(
      "{{{}, {}, kFrontendWindow,\n"
      "    {{{}, kFrontendOrder, kFrontendTwiddles, kFrontendRealTwiddles}},\n"
      "    {{{}, {}, kFrontendWidths, kFrontendWeights, kFrontendUnweights}},\n"
      "    {}, {{{}, {}, {}, {}}},\n"
      "    {}, {{kFrontendGains, {}}},\n"
      "    {{kFrontendLogDeviations, {}, {}}}}}",
      t.window_size, t.hop_size, t.fft.points, t.filter_bank.channels,
      t.filter_bank.first_bin, t.reduce_noise, t.noise.even_smoothing,
      t.noise.odd_smoothing, t.noise.min_signal_remaining,
      t.noise.smoothing_bits, t.use_pcan, t.pcan.snr_shift, t.log.input_shift,
      t.log.scale_shift);
}

std::vector<FeatureConstant> constants(const dsp::MicroFrontendTables& tables,
                                       const MicroFrontendArrays& arrays) {
  return {
      array("kFrontendWindow", "int16_t", arrays.window, "Hann window, Q12"),
      array("kFrontendOrder", "uint16_t", arrays.order,
            "position of each pair of samples in the FFT"),
      array("kFrontendTwiddles", "uint32_t", arrays.twiddles,
            "packed complex, Q15"),
      array("kFrontendRealTwiddles", "uint32_t", arrays.real_twiddles,
            "packed complex, Q15"),
      array("kFrontendWidths", "uint8_t", arrays.widths,
            "spectrum bins of each band"),
      array("kFrontendWeights", "uint16_t", arrays.weights,
            "share of a bin in the band's channel, Q12"),
      array("kFrontendUnweights", "uint16_t", arrays.unweights,
            "share of a bin in the channel below, Q12"),
      array("kFrontendGains", "int16_t", arrays.gains,
            "gain against noise, a parabola an octave"),
      array("kFrontendLogDeviations", "uint16_t", arrays.log_deviations,
            "log2's deviation from a line, Q16"),
      {"kFrontendTables",
       "mote::dsp::MicroFrontendTables",
       {},
       tables_expression(tables),
       ""},
  };
}

}  // namespace

FeatureFirmware micro_frontend_firmware(const dsp::MicroFrontendTables& tables,
                                        const MicroFrontendArrays& arrays) {
  const int channels = tables.filter_bank.channels;
  FeatureFirmware firmware;
  firmware.headers = {"device/dsp/micro_frontend.h"};
  firmware.sources = {
      "device/base/square_root.cc",   "device/dsp/fft.cc",
      "device/dsp/filter_bank.cc",    "device/dsp/log_scale.cc",
      "device/dsp/micro_frontend.cc", "device/dsp/noise_reduction.cc",
      "device/dsp/pcan.cc",           "device/dsp/window.cc"};
  firmware.constants = constants(tables, arrays);
  firmware.memory = {
      {"frontend_estimates", "uint32_t", channels},
      {"frontend_input", "int16_t", tables.window_size},
      {"frontend_work", "uint32_t", tables.fft.points + 1 + channels}};
  firmware.object_type = "mote::dsp::MicroFrontend";
  firmware.initializer =
      "{&kFrontendTables, frontend_estimates, frontend_input, frontend_work, "
      "0}";
  firmware.push = "mote::dsp::PushMicroFrontend";
  firmware.reset = "mote::dsp::ResetMicroFrontend";
  return firmware;
}

FeatureCost micro_frontend_cost(const MicroFrontendSettings& settings,
                                const MicroFrontendArrays& arrays) {
  const auto bytes = [](const auto& array) {
    return static_cast<int64_t>(array.size() * sizeof(array[0]));
  };
  const auto points = static_cast<double>(settings.fft_size() / 2);
  const auto bins = static_cast<double>(arrays.weights.size());
  // Of the window, the FFT's stages and split, bins, and channels.
  const double a_row = 12.7 * settings.window_samples() +
                       13.0 * points * (std::log2(points) / 2 + 1) +
                       10.0 * bins + 200.0 * settings.channels;
  FeatureCost cost;
  cost.instructions_a_second =
      std::llround(a_row * settings.rate_hz / settings.hop_samples());
  cost.ram_bytes = 4 * settings.channels + 2 * settings.window_samples() +
                   4 * (settings.fft_size() / 2 + 1 + settings.channels);
  cost.flash_bytes = bytes(arrays.window) + bytes(arrays.order) +
                     bytes(arrays.twiddles) + bytes(arrays.real_twiddles) +
                     bytes(arrays.widths) + bytes(arrays.weights) +
                     bytes(arrays.unweights) + bytes(arrays.gains) +
                     bytes(arrays.log_deviations);
  return cost;
}

}  // namespace mote
