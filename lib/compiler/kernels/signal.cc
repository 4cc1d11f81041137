// Operators of TensorFlow Lite Micro's signal library.
#include <fmt/format.h>

#include <bit>

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/signal_options.h"
#include "lib/features/micro_frontend/fft_tables.h"

namespace mote {
namespace {

const std::vector<std::string> kSpectrum = {"device/nn/signal/spectrum.cc",
                                            "device/dsp/fft.cc"};
const std::vector<std::string> kFilterBank = {
    "device/nn/signal/filter_bank.cc", "device/base/square_root.cc",
    "device/dsp/log_scale.cc", "device/dsp/pcan.cc"};

}  // namespace

Step lower_signal_window(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "SignalWindow", {0, 1}, 1);
  const Tensor& input = lowering.input(op, 0);
  const int64_t size = lowering.input(op, 1).elements();
  if (input.elements() % size != 0) {
    lowering.refuse(op, "its input is not whole frames");
  }
  require_signal(op, lowering, input, Type::kInt16, input.elements());
  require_signal(op, lowering, lowering.input(op, 1), Type::kInt16, size);
  require_signal(op, lowering, lowering.output(op), Type::kInt16,
                 input.elements());
  step.parameter_type = "SignalWindowParams";
  step.parameters = {{"frames", input.elements() / size},
                     {"frame_size", size},
                     {"shift", signal_option(op, lowering, "shift", 0, 31)}};
  step.sources = kSpectrum;
  step.comment = "window";
  return step;
}

Step lower_fft_auto_scale(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "FftAutoScale", {0}, 2);
  const int64_t size = lowering.input(op, 0).elements();
  require_signal(op, lowering, lowering.input(op, 0), Type::kInt16, size);
  require_signal(op, lowering, lowering.output(op), Type::kInt16, size);
  require_signal(op, lowering, lowering.output(op, 1), Type::kInt32, 1);
  step.parameter_type = "FftAutoScaleParams";
  step.parameters = {{"size", size}};
  step.sources = kSpectrum;
  step.comment = "scale to 15 bits";
  return step;
}

Step lower_signal_energy(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "SignalEnergy", {0}, 1);
  const int64_t bins = lowering.output(op).elements();
  require_signal(op, lowering, lowering.input(op, 0), Type::kInt16, 2 * bins);
  require_signal(op, lowering, lowering.output(op), Type::kUint32, bins);
  step.parameter_type = "SignalEnergyParams";
  step.parameters = {
      {"bins", bins},
      {"start", signal_option(op, lowering, "start_index", 0, bins)},
      {"end", signal_option(op, lowering, "end_index", 0, bins)}};
  step.sources = kSpectrum;
  step.comment = "energies";
  return step;
}

namespace {

// Bands must lie within the spectrum and the weights.
void check_bands(const Operator& op, const Lowering& lowering,
                 int64_t channels) {
  for (size_t i = 1; i <= 5; ++i) {
    const Tensor& table = lowering.input(op, i);
    require_signal(op, lowering, table, Type::kInt16,
                   i >= 3 ? channels + 1 : table.elements());
    if (!table.constant()) {
      lowering.refuse(op, fmt::format("'{}' is not constant", table.name));
    }
  }
  const auto bins = constant_values<int16_t>(lowering.input(op, 3));
  const auto starts = constant_values<int16_t>(lowering.input(op, 4));
  const auto widths = constant_values<int16_t>(lowering.input(op, 5));
  for (size_t band = 0; band < widths.size(); ++band) {
    const int64_t width = widths[band];
    if (width <= 0) continue;
    const bool inside =
        bins[band] >= 0 && starts[band] >= 0 &&
        bins[band] + width <= lowering.input(op, 0).elements() &&
        starts[band] + width <= lowering.input(op, 1).elements() &&
        starts[band] + width <= lowering.input(op, 2).elements();
    if (!inside) lowering.refuse(op, "a band lies outside its spectrum");
  }
}

}  // namespace

Step lower_filter_bank(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "FilterBank", {0, 1, 2, 3, 4, 5}, 1);
  const int64_t channels = lowering.output(op).elements();
  signal_option(op, lowering, "num_channels", channels, channels);
  require_signal(op, lowering, lowering.input(op, 0), Type::kUint32,
                 lowering.input(op, 0).elements());
  require_signal(op, lowering, lowering.output(op), Type::kUint64, channels);
  check_bands(op, lowering, channels);
  step.parameter_type = "FilterBankParams";
  step.parameters = {{"channels", channels}};
  step.sources = kFilterBank;
  step.cost.instructions = 25 * lowering.input(op, 1).elements();
  step.comment = fmt::format("filter bank of {} channels", channels);
  return step;
}

Step lower_filter_bank_square_root(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "FilterBankSquareRoot", {0, 1}, 1);
  const int64_t size = lowering.output(op).elements();
  require_signal(op, lowering, lowering.input(op, 0), Type::kUint64, size);
  require_signal(op, lowering, lowering.input(op, 1), Type::kInt32, 1);
  require_signal(op, lowering, lowering.output(op), Type::kUint32, size);
  step.parameter_type = "SquareRootParams";
  step.parameters = {{"size", size}};
  step.sources = kFilterBank;
  step.cost.instructions = 200 * size;
  step.comment = "square roots";
  return step;
}

Step lower_spectral_subtraction(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "SpectralSubtraction", {0}, 2);
  const int64_t channels = lowering.output(op).elements();
  for (const Tensor* tensor : {&lowering.input(op, 0), &lowering.output(op),
                               &lowering.output(op, 1)}) {
    require_signal(op, lowering, *tensor, Type::kUint32, channels);
  }
  signal_option(op, lowering, "num_channels", channels, channels);
  step.output_tensors.push_back(op.inputs.back());  // give_state put it there
  step.parameter_type = "SpectralSubtractionParams";
  const auto option = [&](const char* name, int64_t high) {
    return signal_option(op, lowering, name, 0, high);
  };
  constexpr int64_t kOne = 1 << 16;
  step.parameters = {
      {"channels", channels},
      {"smoothing", option("smoothing", kOne)},
      {"one_minus_smoothing", option("one_minus_smoothing", kOne)},
      {"alternate_smoothing", option("alternate_smoothing", kOne)},
      {"alternate_one_minus_smoothing",
       option("alternate_one_minus_smoothing", kOne)},
      {"min_signal_remaining", option("min_signal_remaining", kOne)},
      {"smoothing_bits", option("smoothing_bits", 31)},
      {"spectral_subtraction_bits", option("spectral_subtraction_bits", 31)},
      {"clamping", option("clamping", 1)}};
  step.sources = kFilterBank;
  step.comment = "noise reduction";
  return step;
}

Step lower_pcan(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "Pcan", {0, 1, 2}, 1);
  constexpr int64_t kGains = 125;
  const int64_t channels = lowering.output(op).elements();
  require_signal(op, lowering, lowering.input(op, 0), Type::kUint32, channels);
  require_signal(op, lowering, lowering.input(op, 1), Type::kUint32, channels);
  require_signal(op, lowering, lowering.input(op, 2), Type::kInt16, kGains);
  require_signal(op, lowering, lowering.output(op), Type::kUint32, channels);
  step.parameter_type = "PcanParams";
  step.parameters = {
      {"channels", channels},
      {"snr_shift", signal_option(op, lowering, "snr_shift", 0, 63)}};
  step.sources = kFilterBank;
  step.comment = "automatic gain";
  return step;
}

Step lower_filter_bank_log(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "FilterBankLog", {0}, 1);
  const int64_t channels = lowering.output(op).elements();
  require_signal(op, lowering, lowering.input(op, 0), Type::kUint32, channels);
  require_signal(op, lowering, lowering.output(op), Type::kInt16, channels);
  const int64_t scale = signal_option(op, lowering, "output_scale", 1, 1 << 15);
  if (!std::has_single_bit(static_cast<uint64_t>(scale))) {
    lowering.refuse(op, fmt::format("an output scale of {}", scale),
                    "Use a power of two.");
  }
  step.parameter_type = "FilterBankLogParams";
  step.parameters = {
      {"channels", channels},
      {"correction_bits",
       signal_option(op, lowering, "input_correction_bits", 0, 31)},
      {"scale_shift", int64_t{std::countr_zero(static_cast<uint64_t>(scale))}},
      {"deviations",
       lowering.constant("LogDeviations", Type::kUint16, log_deviations(),
                         "log2's deviation from a straight line")}};
  step.sources = kFilterBank;
  step.cost.scratch_bytes = 4 * channels;
  step.comment = "logarithms";
  return step;
}

}  // namespace mote
