// Spoken words, by a microphone.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/workflow/template.h"
#include "lib/base/error.h"
#include "stages/collect/synthesize/synthesize.h"

namespace mote {
namespace {

void check_words(const std::vector<std::string>& words) {
  if (words.empty()) {
    throw Error("no words are given", "--words", "Such as --words left,right.");
  }
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (word->empty() || *word == "silence" || *word == "unknown" ||
        word->find('/') != std::string::npos) {
      throw Error(fmt::format("'{}' cannot be a word to listen for", *word),
                  "--words",
                  "silence and unknown are labels of every voice project; a "
                  "word has no '/'.");
    }
    if (std::find(words.begin(), word, *word) != word) {
      throw Error(fmt::format("the word '{}' is given twice", *word),
                  "--words");
    }
  }
}

constexpr const char* kVoice = R"([project]
name = {name}
why  = "Hands are busy; a device should listen without the cloud."
how  = "Runs on a small microcontroller, never sends audio anywhere."
what = {what}

[device]
board  = "qemu-cortex-m4"  # the device to fit: a folder of targets/board
budget = {{ ram = "32 KB", flash = "128 KB", latency = "50 ms" }}

[requirements]
sensor = "microphone"
rate   = "16 kHz"
labels = {labels}
min_samples_per_label = 50  # of each word
min_groups_per_label  = 10  # speakers of each word

# From here on, a section a stage. What is left out has a good default:
# `mote STAGE --help` and docs/ show every setting. Try one for a single run
# with `mote run --set train.epochs=60`.

[preprocess]
block  = "micro_frontend"  # 40 bands of fixed-point spectrogram
window = "30 ms"
hop    = "20 ms"

[design]
model = "tinyconv"  # or "tc" (better, as small) or "ds-cnn" (larger)

[train]
epochs = 40

[evaluate.targets]
balanced_accuracy = ">= 0.90"

[deploy]
targets = ["qemu-cortex-m4", "linux"]
)";

}  // namespace

std::string voice_settings(const TemplateChoices& choices) {
  check_words(choices.words);
  const std::string what =
      fmt::format("Acts on a spoken word: {}.", fmt::join(choices.words, ", "));
  std::vector<std::string> labels = {"silence", "unknown"};
  labels.insert(labels.end(), choices.words.begin(), choices.words.end());
  return fmt::format(
      fmt::runtime(kVoice), fmt::arg("name", toml_text(choices.name)),
      fmt::arg("what", toml_text(what)), fmt::arg("labels", toml_list(labels)));
}

ImportReport voice_recordings(const TemplateChoices& choices, Store& store,
                              Run& run) {
  return synthesize_default(choices.words, store, run);
}

}  // namespace mote
