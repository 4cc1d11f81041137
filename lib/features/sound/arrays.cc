#include "lib/features/sound/arrays.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace mote {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr double kFullScale = 32768;
const double kDecibelsAnE = 10 / std::log(10.0);

// The Hann window of DFT-even length, as librosa, tf.signal and scipy have it.
std::vector<float> hann(int size) {
  std::vector<float> window;
  for (int i = 0; i < size; ++i) {
    window.push_back(
        static_cast<float>(0.5 - 0.5 * std::cos(2 * M_PI * i / size)));
  }
  return window;
}

// The type II cosine transform of `inputs` values, `outputs` of it. The first
// is smaller by a root of two when orthonormal; tf.signal's is not.
std::vector<float> cosine_transform(int inputs, int outputs, bool orthonormal) {
  std::vector<float> matrix;
  for (int k = 0; k < outputs; ++k) {
    const double size = std::sqrt((k == 0 && orthonormal ? 1.0 : 2.0) / inputs);
    for (int i = 0; i < inputs; ++i) {
      matrix.push_back(
          static_cast<float>(size * std::cos(M_PI * k * (i + 0.5) / inputs)));
    }
  }
  return matrix;
}

double pre_emphasis_of(const SoundSettings& settings, bool of_bands) {
  if (settings.pre_emphasis >= 0) return settings.pre_emphasis;
  return of_bands && settings.formula == "edge-impulse" ? 0.98 : 0;
}

Bands bands_of(const SoundSettings& settings) {
  const bool tensorflow = settings.formula == "tensorflow";
  const double lower = settings.lower_hz >= 0 ? settings.lower_hz
                       : tensorflow           ? 125
                                              : 0;
  const double upper = settings.upper_hz >= 0 ? settings.upper_hz
                       : tensorflow           ? 3800
                                              : settings.rate_hz / 2;
  return mel_bands(settings.formula, settings.bands, lower, upper,
                   settings.points(), settings.rate_hz);
}

// Text of a float in firmware; what has no end gets a number beyond all others.
std::string literal(float value) {
  if (std::isinf(value)) value = value > 0 ? 3.0e38f : -3.0e38f;
  return FeatureConstant{"", "float", {value}, "", ""}.literals()[0];
}

}  // namespace

SoundArrays::SoundArrays(const SoundSettings& settings, double pre_emphasis)
    : fft_(settings.points()) {
  tables_.scale = static_cast<float>(1 / kFullScale);
  tables_.pre_emphasis = static_cast<float>(pre_emphasis);
  tables_.lead = pre_emphasis != 0 ? 1 : 0;
  tables_.window = settings.window() + tables_.lead;
  tables_.fft = fft_.tables();
  tables_.magnitude = settings.formula == "tensorflow";
  tables_.power_scale = 1;
  tables_.lowest = -kInfinity;
  tables_.highest = kInfinity;
  if (settings.formula == "edge-impulse") {
    tables_.power_scale = static_cast<float>(1.0 / settings.points());
  } else {
    taper_ = hann(settings.window());
    tables_.taper = taper_.data();
  }
  if (settings.formula == "tensorflow") {
    tables_.offset = 1e-6f;
    tables_.log_scale = 1;
  } else {
    use_decibels(1e-10);
  }
}

SoundArrays::SoundArrays(const SpectrogramSettings& settings)
    : SoundArrays(settings, pre_emphasis_of(settings, false)) {
  if (settings.formula == "edge-impulse") {
    tables_.scale = 1;
    use_noise_floor(settings.noise_floor_db);
  }
  if (settings.formula == "scipy") {
    double energy = 0;
    for (const double x : taper_) energy += x * x;
    tables_.power_scale = static_cast<float>(1 / (settings.rate_hz * energy));
    use_bands(one_sided_bins(settings.points()));
  }
}

SoundArrays::SoundArrays(const MfeSettings& settings)
    : SoundArrays(settings, pre_emphasis_of(settings, true)) {
  use_bands(bands_of(settings));
  if (settings.formula != "edge-impulse") return;
  use_noise_floor(settings.noise_floor_db);
  tables_.highest = 1;
}

SoundArrays::SoundArrays(const MfccSettings& settings)
    : SoundArrays(settings, pre_emphasis_of(settings, true)) {
  use_bands(bands_of(settings));
  use_cepstra(settings);
  if (settings.formula != "edge-impulse") return;
  tables_.scale = 1;
  tables_.floor = 1e-10f;
  tables_.log_scale = 1;
  tables_.energy_first = true;
}

void SoundArrays::use_bands(Bands bands) {
  bands_ = std::move(bands);
  tables_.bands = bands_.tables();
}

void SoundArrays::use_cepstra(const MfccSettings& settings) {
  cosines_ = cosine_transform(settings.bands, settings.coefficients,
                              settings.formula != "tensorflow");
  tables_.cepstra = settings.coefficients;
  tables_.cosines = cosines_.data();
}

void SoundArrays::use_decibels(double floor) {
  tables_.floor = static_cast<float>(floor);
  tables_.log_scale = static_cast<float>(kDecibelsAnE);
}

// 0 at the noise floor, 1 at 12 dB.
void SoundArrays::use_noise_floor(double noise_floor_db) {
  const double range_db = 12 - noise_floor_db;
  tables_.floor = 1e-30f;
  tables_.log_scale = static_cast<float>(kDecibelsAnE / range_db);
  tables_.log_offset = static_cast<float>(-noise_floor_db / range_db);
  tables_.lowest = 0;
}

int SoundArrays::row_size() const {
  if (tables_.cepstra > 0) return tables_.cepstra;
  return tables_.bands.bands > 0 ? tables_.bands.bands
                                 : tables_.fft.points / 2 + 1;
}

std::vector<FeatureConstant> SoundArrays::constants() const {
  std::vector<FeatureConstant> all = fft_.constants("kSound");
  const auto name_of = [&](const std::vector<float>& values, const char* name,
                           const char* comment) -> std::string {
    if (values.empty()) return "nullptr";
    all.push_back(float_constant(name, values, comment));
    return name;
  };
  const std::string taper = name_of(taper_, "kSoundTaper", "Hann window");
  const std::string cosines =
      name_of(cosines_, "kSoundCosines", "cosine transform, row by row");
  const std::string weights = name_of(bands_.weights, "kSoundWeights",
                                      "weights of the bins of all bands");
  std::string bands = "{0, nullptr, nullptr, nullptr}";
  if (tables_.bands.bands > 0) {
    all.push_back({"kSoundFirstBins",
                   "uint16_t",
                   {bands_.first_bin.begin(), bands_.first_bin.end()},
                   "",
                   "first bin of each band"});
    all.push_back({"kSoundWidths",
                   "uint16_t",
                   {bands_.widths.begin(), bands_.widths.end()},
                   "",
                   "bins of each band"});
    bands = fmt::format("{{{}, kSoundFirstBins, kSoundWidths, {}}}",
                        tables_.bands.bands, weights);
  }
  const auto& t = tables_;
  all.push_back(
      {"kSoundSpectrum",
       "mote::dsp::SoundSpectrumTables",
       {},
       fmt::format(
           "{{{}, {}, {}, {}, {}, kSoundFft, {}, {}, {},\n    {}, {}, {}, "
           "{}, {}, {}, {}, {}, {}}}",
           t.window, t.lead, literal(t.scale), literal(t.pre_emphasis), taper,
           t.magnitude, literal(t.power_scale), bands, literal(t.floor),
           literal(t.offset), literal(t.log_scale), literal(t.log_offset),
           literal(t.lowest), literal(t.highest), t.cepstra, cosines,
           t.energy_first),
       ""});
  return all;
}

int64_t SoundArrays::instructions() const {
  constexpr int64_t kLogarithm = 60;
  const int64_t points = tables_.fft.points, bins = points / 2 + 1;
  const int64_t logs = tables_.bands.bands > 0 ? tables_.bands.bands : bins;
  const int64_t roots = tables_.magnitude ? 70 * bins : 0;
  return fft_.instructions() + 12 * points + 10 * bins + roots +
         6 * static_cast<int64_t>(bands_.weights.size()) + 8 * logs +
         kLogarithm * logs + 5 * static_cast<int64_t>(cosines_.size());
}

}  // namespace mote
