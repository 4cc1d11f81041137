#include "lib/features/sound/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr const char* kWhere = "preprocess";

template <class S>
FieldsOf<S> sound_fields(std::vector<std::string> formulas) {
  FieldsOf<S> list;
  list.number("rate", &S::rate_hz, "sampling rate", {100, 1e6}, "Hz")
      .number("signal", &S::signal_ms, "sound that one inference sees",
              {1, 60000}, "ms")
      .choice("formula", &S::formula, std::move(formulas),
              "the library whose numbers these are")
      .number("window", &S::window_ms, "sound that one row is made of",
              {0.1, 1000}, "ms")
      .number("hop", &S::hop_ms, "from one row to the next", {0.1, 1000}, "ms")
      .integer("fft", &S::fft,
               "points of the transform, a power of two (0: the first that "
               "holds a window); fewer than a window's samples cut it off",
               {0, 32768})
      .number("pre_emphasis", &S::pre_emphasis,
              "times the sample before, subtracted (-1: as the library: 0.98 "
              "for mfe and mfcc of edge-impulse, else 0)",
              {-1, 1})
      .numbers("centre", &S::centre,
               "value of each feature that becomes 0 (default: its mean in "
               "training)")
      .numbers("spread", &S::spread,
               "deviation of each feature (default: that in training)",
               {0, 1e30})
      .number("sigmas", &S::sigmas,
              "deviations from the centre that int8 reaches", {0.1, 1000});
  return list;
}

template <class S>
void add_noise_floor(FieldsOf<S>& list) {
  list.number("noise_floor", &S::noise_floor_db,
              "edge-impulse: the level that becomes 0", {-200, 0}, "dB");
}

template <class S>
void add_bands(FieldsOf<S>& list) {
  list.integer("bands", &S::bands, "mel bands", {2, 512})
      .number("lower_band", &S::lower_hz,
              "lowest frequency (-1: 125 Hz for tensorflow, else 0)",
              {-1, 500000}, "Hz")
      .number("upper_band", &S::upper_hz,
              "highest frequency (-1: 3800 Hz for tensorflow, else half the "
              "rate)",
              {-1, 500000}, "Hz");
}

void check_sound(const SoundSettings& settings) {
  check_sensor(settings);
  const int points = settings.points();
  if (settings.window() < 2 || settings.hop() < 1) {
    throw Error(fmt::format("a window of {} samples every {} is none",
                            settings.window(), settings.hop()),
                "preprocess.window", "Make window and hop longer.");
  }
  if (points < 8 || points > 32768 ||
      !std::has_single_bit(static_cast<unsigned>(points))) {
    throw Error(fmt::format("a transform of {} points is not possible", points),
                "preprocess.fft", "Powers of two from 8 to 32,768 are.");
  }
  if (settings.window() > settings.signal_frames()) {
    throw Error("the signal is shorter than a window", "preprocess.signal",
                "Make it longer.");
  }
  if (settings.upper_hz > settings.rate_hz / 2) {
    throw Error(fmt::format("bands up to {:g} Hz need a rate of {:g} Hz",
                            settings.upper_hz, 2 * settings.upper_hz),
                "preprocess.upper_band", "Lower the band or raise the rate.");
  }
}

}  // namespace

SoundSettings::SoundSettings() {
  rate_hz = 16000;
  axes = {"audio"};
  full_scale = {32768};
  places = 1;
}

SpectrogramSettings::SpectrogramSettings() { fft = 128; }

MfccSettings::MfccSettings() {
  hop_ms = 20;
  bands = 32;
  fft = 256;
}

int SoundSettings::points() const {
  if (fft > 0) return fft;
  return static_cast<int>(
      std::bit_ceil(static_cast<unsigned>(std::max(window(), 8))));
}

const FieldList& SpectrogramSettings::fields() {
  static const FieldsOf<SpectrogramSettings> list = [] {
    auto fields = sound_fields<SpectrogramSettings>(
        {"edge-impulse", "librosa", "tensorflow", "scipy"});
    add_noise_floor(fields);
    return fields;
  }();
  return list;
}

const FieldList& MfeSettings::fields() {
  static const FieldsOf<MfeSettings> list = [] {
    auto fields =
        sound_fields<MfeSettings>({"edge-impulse", "librosa", "tensorflow"});
    add_noise_floor(fields);
    add_bands(fields);
    return fields;
  }();
  return list;
}

const FieldList& MfccSettings::fields() {
  static const FieldsOf<MfccSettings> list = [] {
    auto fields =
        sound_fields<MfccSettings>({"edge-impulse", "librosa", "tensorflow"});
    add_bands(fields);
    fields.integer("coefficients", &MfccSettings::coefficients,
                   "cepstral coefficients", {1, 128});
    return fields;
  }();
  return list;
}

void check_settings(const SpectrogramSettings& settings) {
  check_sound(settings);
}

void check_settings(const MfeSettings& settings) { check_sound(settings); }

void check_settings(const MfccSettings& settings) {
  check_sound(settings);
  if (settings.coefficients <= settings.bands) return;
  throw Error(fmt::format("{} bands have no {} cepstral coefficients",
                          settings.bands, settings.coefficients),
              "preprocess.coefficients", "Give fewer, or more bands.");
}

}  // namespace mote
