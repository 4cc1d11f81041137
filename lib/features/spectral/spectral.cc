#include "lib/features/spectral/spectral.h"

#include <fmt/format.h>

#include <algorithm>

#include "device/dsp/spectral_window.h"
#include "lib/base/error.h"
#include "lib/features/real_fft_tables.h"
#include "lib/features/spectral/butterworth.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

std::vector<dsp::FilterSection> filter_of(const SpectralSettings& settings) {
  if (settings.filter == "none") return {};
  return butterworth(settings.filter, settings.filter_order, settings.cutoff_hz,
                     settings.rate_hz);
}

class SpectralBlock : public WindowBlock {
 public:
  explicit SpectralBlock(const SpectralSettings& settings)
      : WindowBlock(settings),
        settings_(settings),
        resolution_(resolutions(settings)),
        filter_(filter_of(settings)),
        fft_(settings.fft),
        tables_{settings.window_frames(),
                static_cast<int>(settings.axes.size()),
                resolution_.data(),
                static_cast<int>(filter_.size()),
                filter_.data(),
                fft_.tables(),
                settings.overlap ? settings.fft / 2 : settings.fft,
                settings.first_bin(),
                settings.end_bin(),
                settings.logarithm,
                settings.spectrum_statistics} {
    const int of_axis = (tables_.spectrum_statistics ? 5 : 3) +
                        tables_.end_bin - tables_.first_bin;
    set_rows({.window_frames = tables_.frames,
              .hop_frames = settings.hop_frames(),
              .row_size = tables_.axes * of_axis,
              .work_size = tables_.frames + 5 * settings.fft / 2 + 3,
              .compute = dsp::ComputeSpectral,
              .tables = &tables_});
  }

  std::string name() const override { return "spectral"; }
  std::string canonical() const override { return canonical_json(settings_); }

 protected:
  int64_t row_instructions() const override {
    const int64_t transforms = (tables_.frames + tables_.hop - 1) / tables_.hop;
    const int64_t of_values = 32 + 18 * tables_.sections;
    const int64_t bins = settings_.fft / 2 + 1;
    return tables_.axes *
           (of_values * tables_.frames +
            transforms * (fft_.instructions() + 8 * settings_.fft + 24 * bins) +
            80 * bins);
  }

  RowFirmware row_firmware() const override {
    std::vector<FeatureConstant> constants = fft_.constants("kSpectral");
    constants.push_back(float_constant(
        "kResolution", resolution_, "the reading of one count, of each axis"));
    const auto& t = tables_;
    constants.push_back(
        {"kSpectral",
         "mote::dsp::SpectralTables",
         {},
         fmt::format("{{{}, {}, kResolution, {}, {}, kSpectralFft, {}, {}, {}, "
                     "{}, {}}}",
                     t.frames, t.axes, t.sections, add_filter(constants), t.hop,
                     t.first_bin, t.end_bin, t.logarithm,
                     t.spectrum_statistics),
         ""});
    return {"device/dsp/spectral_window.h",
            {"device/dsp/moments.cc", "device/dsp/real_fft.cc",
             "device/dsp/spectral_window.cc"},
            constants,
            "mote::dsp::ComputeSpectral"};
  }

 private:
  // The filter as a constant; its name.
  std::string add_filter(std::vector<FeatureConstant>& constants) const {
    if (filter_.empty()) return "nullptr";
    std::string text = "{";
    for (const dsp::FilterSection& s : filter_) {
      const FeatureConstant numbers =
          float_constant("", {s.b0, s.b1, s.b2, s.a1, s.a2}, "");
      text += fmt::format("{{{}}},\n    ", fmt::join(numbers.literals(), ", "));
    }
    constants.push_back({fmt::format("kSpectralFilter[{}]", filter_.size()),
                         "mote::dsp::FilterSection",
                         {},
                         text + "}",
                         ""});
    return "kSpectralFilter";
  }

  const SpectralSettings settings_;
  const std::vector<float> resolution_;
  const std::vector<dsp::FilterSection> filter_;
  const RealFftArrays fft_;
  const dsp::SpectralTables tables_;
};

}  // namespace

int SpectralSettings::first_bin() const {
  if (filter != "high") return 1;
  return std::max(1, static_cast<int>(cutoff_hz * fft / rate_hz - 0.5) + 1);
}

int SpectralSettings::end_bin() const {
  if (filter != "low") return fft / 2 + 1;
  return static_cast<int>(cutoff_hz * fft / rate_hz + 0.5) + 1;
}

const FieldList& SpectralSettings::fields() {
  using S = SpectralSettings;
  static const FieldsOf<S> list = [] {
    FieldsOf<S> fields;
    add_sensor_fields(fields);
    add_window_fields(fields)
        .integer("fft", &S::fft, "points of the transforms, a power of two",
                 {8, 32768})
        .flag("overlap", &S::overlap,
              "transforms begin every half of their points")
        .choice("filter", &S::filter, {"none", "low", "high"},
                "what passes before all else (Butterworth)")
        .number("filter_cutoff", &S::cutoff_hz, "where the filter cuts off",
                {0, 1e6}, "Hz")
        .integer("filter_order", &S::filter_order, "how steeply: 2, 4, 6 or 8",
                 {2, 8})
        .flag("logarithm", &S::logarithm, "powers as logarithms to base 10")
        .flag("spectrum_statistics", &S::spectrum_statistics,
              "skewness and kurtosis of the spectrum");
    return fields;
  }();
  return list;
}

void check_settings(const SpectralSettings& settings) {
  check_window(settings);
  RealFftArrays fft(settings.fft);
  filter_of(settings);
  if (settings.first_bin() >= settings.end_bin()) {
    throw Error("the filter leaves no band of the spectrum",
                "preprocess.filter_cutoff",
                "Move it, or take more points (fft).");
  }
  if (settings.places > 1) {
    throw Error("spectral features are of sensors without a grid",
                "preprocess.block", "Use raw or statistics.");
  }
}

FeatureBlockKind spectral_kind() {
  return window_block_kind<SpectralSettings>(
      "spectral",
      "strength and spectrum of each axis, for vibration and motion",
      [](const SpectralSettings& settings) {
        check_settings(settings);
        return std::make_unique<SpectralBlock>(settings);
      });
}

}  // namespace mote
