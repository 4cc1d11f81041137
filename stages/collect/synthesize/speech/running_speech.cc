#include "stages/collect/synthesize/speech/running_speech.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <sstream>

#include "lib/augment/effects.h"
#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/base/threads.h"
#include "lib/signal/decode.h"
#include "lib/signal/resample.h"
#include "stages/collect/readings.h"
#include "stages/collect/synthesize/place_in_clip.h"
#include "stages/collect/synthesize/similar/forbidden.h"
#include "stages/collect/synthesize/similar/pronounce.h"
#include "stages/collect/synthesize/speech/sentences.h"
#include "stages/collect/synthesize/synthesizers.h"
#include "stages/collect/synthesize/voices.h"

namespace mote {
namespace {

constexpr double kRecording_s = 60;
constexpr size_t kBatchRecordings = 8;
// What a character takes at a voice's own speed, and a pause.
constexpr double kCharacter_s = 0.065, kPause_s = 0.9;

double between(double low, double high, uint64_t seed, uint64_t purpose) {
  const double unit = static_cast<double>(mix64(seed, purpose) >> 11) * 0x1p-53;
  return low + (high - low) * unit;
}

// The words of all phrases, and the phrases.
std::vector<std::string> with_parts(const std::vector<std::string>& phrases) {
  std::vector<std::string> all = phrases;
  for (const std::string& phrase : phrases) {
    std::istringstream words(phrase);
    for (std::string word; words >> word;) all.push_back(word);
  }
  return all;
}

// Sentences one after another, without those that have an excluded word.
class Sentences {
 public:
  Sentences(const SpeechOptions& options, Run& run)
      : voice_(compared_voices(options.language).front()),
        excluded_(with_parts(options.without), options.language, run),
        run_(run) {
    if (!options.text_file.empty()) text_ = read_sentences(options.text_file);
  }

  std::string next() {
    // Of a text all of it, of the grammar a thousand.
    const size_t most = text_.empty() ? 1000 : text_.size();
    for (size_t refused = 0; ready_.empty(); refused += kBatch) {
      if (refused >= most) {
        throw Error("every sentence has a word that is listened for", "",
                    "Give another text, or exclude other words: --without.");
      }
      fill();
    }
    std::string sentence = std::move(ready_.front());
    ready_.pop_front();
    return sentence;
  }

 private:
  static constexpr size_t kBatch = 64;

  void fill() {
    std::vector<std::string> batch;
    for (size_t i = 0; i < kBatch; ++i, ++number_) {
      batch.push_back(text_.empty() ? made_sentence(number_)
                                    : text_[number_ % text_.size()]);
    }
    for (Pronunciation& said : pronounce(batch, voice_, run_)) {
      if (!excluded_.has(said.phonemes)) ready_.push_back(std::move(said.text));
    }
  }

  std::string voice_;
  Forbidden excluded_;
  Run& run_;
  std::vector<std::string> text_;
  uint64_t number_ = 0;
  std::deque<std::string> ready_;
};

// Voices of one side, in turn.
class Cast {
 public:
  Cast(const SpeechOptions& options)
      : language_(options.language),
        side_(options.background ? "train" : "test"),
        shares_(options.shares) {}

  Speaking next() {
    constexpr int kMostTakes = 2000;
    for (int tries = 0; tries < kMostTakes; ++tries) {
      Speaking speaking =
          speaking_of_take("running speech", take_++, language_);
      if (split_of_group(speaking.group, shares_) == side_) return speaking;
    }
    throw Error("no voice is on the side '" + side_ + "'", "",
                "Its share of the groups is in mote.toml: [collect].");
  }

 private:
  std::string language_, side_;
  SplitShares shares_;
  int take_ = 0;
};

struct Script {
  Speaking speaking;
  std::vector<std::string> sentences;
  int number = 0;
};

struct Spoken {
  Script script;
  Signal signal;
  std::vector<TimeRange> ranges;
};

Script write_script(Sentences& sentences, Cast& cast, double seconds,
                    int number) {
  Script script;
  script.speaking = cast.next();
  script.number = number;
  for (double expected_s = 0; expected_s < seconds;) {
    script.sentences.push_back(sentences.next());
    expected_s +=
        kPause_s + kCharacter_s / script.speaking.speed *
                       static_cast<double>(script.sentences.back().size());
  }
  return script;
}

std::vector<float> say(const std::string& sentence, const Speaking& speaking) {
  const Signal speech = resample(speak(sentence, speaking), kClipRate_hz);
  const auto [start, end] = heard_part(speech);
  const auto& samples = speech.int16_samples();
  return {samples.begin() + static_cast<ptrdiff_t>(start),
          samples.begin() + static_cast<ptrdiff_t>(end)};
}

// The room: its reverberation, the speaker's level and the noise below.
Signal place_in_room(std::vector<float> sound, uint64_t seed) {
  const double decay_s = between(0.1, 0.6, seed, 1);
  reverberate(sound, decay_s * kClipRate_hz, between(0.05, 0.5, seed, 2),
              mix64(seed, 3));
  const double rms = std::sqrt(mean_power(std::span<const float>(sound)));
  const double level = 32768 * std::pow(10, between(-35, -20, seed, 4) / 20);
  const double gain = level / std::max(rms, 1.0);
  const double noise = level * std::pow(10, -between(20, 45, seed, 5) / 20);
  std::vector<int16_t> samples(sound.size());
  double low = 0;
  for (size_t t = 0; t < sound.size(); ++t) {
    const double white = between(-1, 1, mix64(seed, 6), t);
    low += 0.3 * (white - low);
    const double value = gain * sound[t] + 1.7 * noise * (0.5 * white + low);
    samples[t] =
        static_cast<int16_t>(std::lrint(std::clamp(value, -32768., 32767.)));
  }
  return mono_audio(kClipRate_hz, std::move(samples));
}

Spoken speak_script(Script script, const Run& run) {
  Spoken spoken;
  const uint64_t seed = script.speaking.seed;
  std::vector<float> sound;
  for (size_t i = 0; i < script.sentences.size(); ++i) {
    run.throw_if_stopped();
    const double pause_s = between(0.3, 1.5, mix64(seed, 7), i);
    sound.resize(sound.size() +
                 static_cast<size_t>(std::lrint(pause_s * kClipRate_hz)));
    Speaking speaking = script.speaking;
    speaking.seed = mix64(seed, 100 + i);
    const std::vector<float> said = say(script.sentences[i], speaking);
    const double start_s = static_cast<double>(sound.size()) / kClipRate_hz;
    sound.insert(sound.end(), said.begin(), said.end());
    spoken.ranges.push_back(
        {start_s, static_cast<double>(sound.size()) / kClipRate_hz, "speech"});
  }
  // For the room to fade away.
  sound.resize(sound.size() + static_cast<size_t>(kClipRate_hz / 2));
  spoken.signal = place_in_room(std::move(sound), mix64(seed, 8));
  spoken.script = std::move(script);
  return spoken;
}

Sample describe(const Spoken& spoken, const SpeechOptions& options) {
  Sample sample;
  const std::string& group = spoken.script.speaking.group;
  sample.label = options.background ? kBackgroundLabel : kUnlabelled;
  sample.group = group;
  sample.name = sample.label + "/running_speech_" +
                std::to_string(spoken.script.number) + "_" + group + ".wav";
  if (options.background) sample.split = "train";
  sample.source = "synthetic";
  sample.rate_hz = kClipRate_hz;
  sample.frames = static_cast<int64_t>(spoken.signal.frame_count());
  sample.ranges = spoken.ranges;
  std::string text;
  for (const std::string& sentence : spoken.script.sentences) {
    text += (text.empty() ? "" : " ") + sentence;
  }
  sample.metadata = {{"text", text}};
  return sample;
}

// So many recordings, at most a batch, as are missing.
std::vector<Script> next_scripts(Sentences& sentences, Cast& cast,
                                 double missing_s, int& number) {
  std::vector<Script> scripts;
  while (missing_s > 0 && scripts.size() < kBatchRecordings) {
    const double seconds = std::min(missing_s, kRecording_s);
    scripts.push_back(write_script(sentences, cast, seconds, ++number));
    missing_s -= seconds;
  }
  return scripts;
}

}  // namespace

ImportReport synthesize_speech(Store& store, const SpeechOptions& options,
                               Run& run) {
  require_language(options.language);
  if (options.text_file.empty() && options.language.substr(0, 2) != "en") {
    throw UsageError("there are sentences of English only", "",
                     "Give a text of the language: --text FILE.");
  }
  Sentences sentences(options, run);
  Cast cast(options);
  ImportReport report;
  double made_s = 0;
  for (int number = 0; made_s < options.seconds;) {
    const auto scripts =
        next_scripts(sentences, cast, options.seconds - made_s, number);
    ObjectStore::Batch batch(store.objects());
    std::vector<Reading> readings(scripts.size());
    parallel_for(scripts.size(), run.threads, [&](size_t i) {
      const Spoken spoken = speak_script(scripts[i], run);
      Sample sample = describe(spoken, options);
      sample.id = batch.add(encode_wav(spoken.signal));
      readings[i] = {sample, ""};
    });
    batch.commit();
    add_readings(readings, store, report);
    for (const Reading& reading : readings) made_s += reading.sample.seconds();
    run.progress.update("speech", static_cast<int64_t>(made_s),
                        static_cast<int64_t>(options.seconds), "seconds");
  }
  return report;
}

}  // namespace mote
