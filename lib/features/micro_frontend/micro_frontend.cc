#include "lib/features/micro_frontend/micro_frontend.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/features/heard_signal.h"
#include "lib/features/micro_frontend/adapt_rows.h"
#include "lib/features/micro_frontend/firmware.h"
#include "lib/features/micro_frontend/frame_roots.h"
#include "lib/features/micro_frontend/stream.h"
#include "lib/features/micro_frontend/tables.h"
#include "lib/features/mono_samples.h"

namespace mote {
namespace {

// Long enough to hold the noise's character, short enough to fall between
// words. docs/preprocess.md has the measurements behind it and the warm-up.
constexpr double kQuietPartMs = 200;

class MicroFrontendBlock : public FeatureBlock {
 public:
  explicit MicroFrontendBlock(const MicroFrontendSettings& settings)
      : settings_(settings),
        arrays_(settings),
        tables_(make_tables(settings, arrays_)),
        frame_roots_(frame_roots_kernel(tables_)),
        adapt_rows_(adapt_rows_kernel(tables_)) {}

  std::string name() const override { return "micro_frontend"; }
  std::string canonical() const override { return canonical_json(settings_); }
  double rate_hz() const override { return settings_.rate_hz; }
  int frame_size() const override { return 1; }
  bool hears() const override { return true; }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string& where) const override {
    return mono_samples(signal, settings_.rate_hz, where);
  }
  int window_samples() const override { return settings_.window_samples(); }
  int hop_samples() const override { return settings_.hop_samples(); }
  std::pair<int, int> output_shape() const override {
    return {settings_.rows(), settings_.channels};
  }
  int signal_samples() const override { return settings_.signal_samples(); }
  int warm_up_samples() const override { return settings_.warm_up_samples(); }
  // An int8 step is 666 / 256 of the logarithm, which is 25.6 to the unit.
  FeatureQuantization quantization() const override {
    return {666 / (256 * 25.6), -128};
  }

  std::unique_ptr<FeatureStream> stream() const override {
    return make_micro_frontend_stream(tables_);
  }

  std::vector<int16_t> heard_signal(
      std::span<const int16_t> clip) const override {
    return hear(clip).samples;
  }
  std::vector<int8_t> run(std::span<const int16_t> clip) const override {
    return rows_of(hear(clip));
  }
  std::vector<int8_t> run_heard(std::span<const int16_t> heard) const override;
  std::unique_ptr<FeatureBlock> warped(double factor) const override;

  std::vector<std::pair<double, std::string>> row_marks() const override;

  FeatureCost cost() const override {
    return micro_frontend_cost(settings_, arrays_);
  }
  FeatureFirmware firmware() const override {
    return micro_frontend_firmware(tables_, arrays_);
  }

 private:
  HeardSignal hear(std::span<const int16_t> clip) const {
    // A whole number of hops, so that windows repeat with the period.
    const size_t hop = settings_.hop_samples();
    const size_t part = settings_.samples(kQuietPartMs);
    return mote::heard_signal(clip, warm_up_samples(), signal_samples(),
                              (part + hop - 1) / hop * hop);
  }
  // The rows of the last signal_samples().
  std::vector<int8_t> rows_of(const HeardSignal& heard) const;

  const MicroFrontendSettings settings_;
  const MicroFrontendArrays arrays_;
  const dsp::MicroFrontendTables tables_;
  const FrameRootsKernel frame_roots_;
  const AdaptRowsKernel adapt_rows_;
};

// The windows of a heard signal, each distinct one once.
struct Windows {
  std::vector<int32_t> starts;  // of the distinct ones
  std::vector<int32_t> rows;    // for each row its index in starts
};

Windows distinct_windows(const HeardSignal& heard, int window, int hop) {
  Windows windows;
  // Without a period in whole hops every window is distinct.
  const bool periodic = heard.period > 0 && heard.period % hop == 0;
  const size_t period_rows = periodic ? heard.period / hop : SIZE_MAX;
  for (size_t start = 0; start + window <= heard.samples.size(); start += hop) {
    const size_t row = windows.rows.size();
    if (row >= period_rows && start + window <= heard.quiet_end) {
      windows.rows.push_back(windows.rows[row - period_rows]);
    } else {
      windows.rows.push_back(static_cast<int32_t>(windows.starts.size()));
      windows.starts.push_back(static_cast<int32_t>(start));
    }
  }
  return windows;
}

std::vector<int8_t> MicroFrontendBlock::rows_of(
    const HeardSignal& heard) const {
  const Windows windows =
      distinct_windows(heard, window_samples(), hop_samples());
  const int channels = settings_.channels;
  std::vector<uint32_t> roots(windows.starts.size() * channels + kRootsSlack);
  frame_roots_(tables_, heard.samples.data(), windows.starts.data(),
               static_cast<int>(windows.starts.size()), roots.data());

  std::vector<int8_t> features(settings_.rows() * channels);
  const RowSequence sequence = {
      roots.data(), windows.rows.data(), static_cast<int>(windows.rows.size()),
      static_cast<int>(windows.rows.size()) - settings_.rows()};
  adapt_rows_(tables_, sequence, features.data());
  return features;
}

std::vector<int8_t> MicroFrontendBlock::run_heard(
    std::span<const int16_t> heard) const {
  const size_t signal = signal_samples();
  if (heard.size() < signal || (heard.size() - signal) % hop_samples() != 0) {
    throw Error(fmt::format("{} samples are not {} and some hops of {}",
                            heard.size(), signal, hop_samples()),
                "micro_frontend");
  }
  return rows_of({{heard.begin(), heard.end()}, 0, 0});
}

std::unique_ptr<FeatureBlock> MicroFrontendBlock::warped(double factor) const {
  MicroFrontendSettings settings = settings_;
  settings.warp = factor;
  return make_micro_frontend(settings);
}

std::vector<std::pair<double, std::string>> MicroFrontendBlock::row_marks()
    const {
  std::vector<std::pair<double, std::string>> marks;
  for (const int hz : {125, 250, 500, 1000, 2000, 4000, 8000, 16000}) {
    const double channel = channel_of(settings_, hz);
    if (channel < 0 || channel > settings_.channels) continue;
    marks.emplace_back(channel, hz < 1000 ? fmt::format("{} Hz", hz)
                                          : fmt::format("{} kHz", hz / 1000));
  }
  return marks;
}

}  // namespace

std::unique_ptr<FeatureBlock> make_micro_frontend(
    const MicroFrontendSettings& settings) {
  check_settings(settings);
  return std::make_unique<MicroFrontendBlock>(settings);
}

FeatureBlockKind micro_frontend_kind() {
  return block_kind<MicroFrontendSettings>(
      "micro_frontend",
      "TensorFlow Lite Micro's audio frontend, for microphones",
      [](const MicroFrontendSettings& settings) {
        return make_micro_frontend(settings);
      },
      [](const MicroFrontendSettings& settings, const TrainingSignals&) {
        return settings;
      });
}

}  // namespace mote
