#include "stages/collect/synthesize/synthesizers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>

#include "lib/base/error.h"
#include "lib/base/process.h"
#include "lib/base/shared_library.h"
#include "lib/signal/decode.h"

extern "C" {
#include <flite/flite.h>
}

namespace mote {
namespace {

constexpr const char* kPackage = "libflite1";

// flite, opened on first use; its voices share state, so one speaks at a time.
class Flite {
 public:
  static Flite& instance() {
    static Flite flite;
    return flite;
  }

  Signal speak(const std::string& text, const Speaking& speaking) {
    std::lock_guard guard(mutex_);
    cst_voice* voice = find_voice(speaking.voice);
    cst_features* features = voice->features;
    set_float_(features, "duration_stretch",
               static_cast<float>(1 / speaking.speed));
    // Recorded voices are shifted; the diphone voice is given a pitch in Hz.
    set_float_(features, "f0_shift", static_cast<float>(speaking.pitch));
    set_float_(features, "int_f0_target_mean",
               static_cast<float>(95 * speaking.pitch));
    // The vocoder's breath is drawn from rand(): the same seed, the same bits.
    std::srand(static_cast<unsigned>(speaking.seed));
    const std::unique_ptr<cst_wave, decltype(delete_wave_)> wave(
        to_wave_(text.c_str(), voice), delete_wave_);
    if (!wave || wave->num_samples <= 0) return {};
    return mono_audio(wave->sample_rate,
                      {wave->samples, wave->samples + wave->num_samples});
  }

 private:
  Flite() { library_.function<decltype(flite_init)>("flite_init")(); }

  cst_voice* find_voice(const std::string& name) {
    cst_voice*& voice = voices_[name];
    if (voice == nullptr) {
      const std::string full_name = "cmu_us_" + name;
      const SharedLibrary library("libflite_" + full_name + ".so.1", kPackage);
      const auto make = library.function<cst_voice*(const char*)>(
          ("register_" + full_name).c_str());
      voice = make(nullptr);
    }
    return voice;
  }

  std::mutex mutex_;
  SharedLibrary library_{"libflite.so.1", kPackage};
  decltype(flite_text_to_wave)* to_wave_ =
      library_.function<decltype(flite_text_to_wave)>("flite_text_to_wave");
  decltype(flite_feat_set_float)* set_float_ =
      library_.function<decltype(flite_feat_set_float)>("flite_feat_set_float");
  decltype(delete_wave)* delete_wave_ =
      library_.function<decltype(delete_wave)>("delete_wave");
  std::map<std::string, cst_voice*> voices_;
};

// Without what espeak-ng would read as phoneme mnemonics: "[[...]]".
std::string plain_text(std::string text) {
  std::replace(text.begin(), text.end(), '[', ' ');
  return text + "\n";
}

// The text goes through standard input and no shell sees it.
Signal speak_espeak(const std::string& text, const Speaking& speaking) {
  constexpr double kUsualWordsAMinute = 165, kUsualPitch = 50;
  const auto speed =
      std::lround(std::clamp(kUsualWordsAMinute * speaking.speed, 80., 450.));
  const auto pitch = std::lround(
      std::clamp(kUsualPitch + 100 * (speaking.pitch - 1), 0., 99.));
  require_program("espeak-ng");
  ProcessOptions options;
  options.input = plain_text(text);
  options.timeout_s = 60;
  const auto result = run_process(
      {"espeak-ng", "-v", speaking.voice, "-s", std::to_string(speed), "-p",
       std::to_string(pitch), "-b", "1", "--stdin", "--stdout"},
      options);
  if (result.exit_code != 0) {
    throw Error("espeak-ng failed: " + result.errors, speaking.voice,
                "`espeak-ng --voices` lists the languages it speaks.");
  }
  return decode_audio({reinterpret_cast<const uint8_t*>(result.output.data()),
                       result.output.size()},
                      0, "the speech of espeak-ng");
}

}  // namespace

// The list has a column of language codes, and other codes as "(fr 5)".
void require_language(const std::string& language) {
  require_program("espeak-ng");
  std::istringstream list(run_process({"espeak-ng", "--voices"}).output);
  for (std::string line; std::getline(list, line);) {
    std::istringstream words(line);
    std::string priority, code;
    words >> priority >> code;
    if (code == language ||
        line.find("(" + language + " ") != std::string::npos) {
      return;
    }
  }
  throw Error("espeak-ng does not speak the language '" + language + "'", "",
              "`espeak-ng --voices` lists the languages it speaks.");
}

Signal speak(const std::string& text, const Speaking& speaking) {
  Signal signal = speaking.synthesizer == "flite"
                      ? Flite::instance().speak(text, speaking)
                      : speak_espeak(text, speaking);
  if (signal.frame_count() == 0) {
    throw Error("nothing is heard of '" + text + "'", speaking.voice,
                "Spell it as it is spoken, or choose its language with "
                "--language.");
  }
  return signal;
}

}  // namespace mote
