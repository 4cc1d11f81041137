#include "lib/features/sound/sound.h"

#include "lib/features/heard_signal.h"
#include "lib/features/mono_samples.h"
#include "lib/features/sound/arrays.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

// What surrounds a clip that is shorter than the signal: its quietest part.
constexpr double kQuietPartMs = 200;

template <class S>
class SoundBlock : public WindowBlock {
 public:
  SoundBlock(std::string name, const S& settings)
      : WindowBlock(settings),
        name_(std::move(name)),
        settings_(settings),
        arrays_(settings) {
    set_rows({.window_frames = arrays_.tables().window,
              .hop_frames = settings.hop(),
              .row_size = arrays_.row_size(),
              .work_size = 2 * settings.points() + 2,
              .lead_frames = arrays_.lead(),
              .compute = dsp::ComputeSoundSpectrum,
              .tables = &arrays_.tables()});
  }

  std::string name() const override { return name_; }
  std::string canonical() const override { return canonical_json(settings_); }
  bool hears() const override { return true; }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string& where) const override {
    return mono_samples(signal, settings_.rate_hz, where);
  }
  std::vector<int16_t> heard_signal(
      std::span<const int16_t> clip) const override {
    return mote::heard_signal(
               clip, static_cast<size_t>(arrays_.lead()),
               static_cast<size_t>(settings_.signal_frames()),
               static_cast<size_t>(settings_.frames(kQuietPartMs)))
        .samples;
  }

 protected:
  int64_t row_instructions() const override { return arrays_.instructions(); }
  RowFirmware row_firmware() const override {
    return {"device/dsp/sound_spectrum.h",
            {"device/dsp/real_fft.cc", "device/dsp/sound_spectrum.cc"},
            arrays_.constants(),
            "mote::dsp::ComputeSoundSpectrum"};
  }

 private:
  const std::string name_;
  const S settings_;
  const SoundArrays arrays_;
};

template <class S>
FeatureBlockKind kind_of(const std::string& name, const std::string& summary) {
  return window_block_kind<S>(name, summary, [name](const S& settings) {
    check_settings(settings);
    return std::make_unique<SoundBlock<S>>(name, settings);
  });
}

}  // namespace

FeatureBlockKind spectrogram_kind() {
  return kind_of<SpectrogramSettings>(
      "spectrogram", "levels of each frequency, for sound of any kind");
}

FeatureBlockKind mfe_kind() {
  return kind_of<MfeSettings>(
      "mfe", "levels of mel bands, for sound that is no speech");
}

FeatureBlockKind mfcc_kind() {
  return kind_of<MfccSettings>("mfcc", "mel cepstra, for speech");
}

}  // namespace mote
