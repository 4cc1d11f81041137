#include "stages/collect/synthesize/synthesize.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "lib/base/error.h"
#include "lib/base/threads.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "stages/collect/readings.h"
#include "stages/collect/synthesize/noise.h"
#include "stages/collect/synthesize/place_in_clip.h"
#include "stages/collect/synthesize/synthesizers.h"
#include "stages/collect/synthesize/voices.h"

namespace mote {
namespace {

constexpr size_t kBatchClips = 256;
constexpr int kClipsOfAnotherWord = 12;

// Short everyday words that differ in sounds, rhythm and length: what is
// heard when nobody speaks to the device.
const std::vector<std::string>& vocabulary() {
  static const std::vector<std::string> words = {
      "yes",     "no",      "up",        "down",   "left",   "right",
      "on",      "off",     "stop",      "go",     "zero",   "one",
      "two",     "three",   "four",      "five",   "six",    "seven",
      "eight",   "nine",    "table",     "window", "water",  "music",
      "yellow",  "morning", "never",     "maybe",  "people", "garden",
      "coffee",  "the",     "and",       "this",   "no one", "yesterday",
      "know it", "better",  "chair",     "guess",  "snow",   "house",
      "happy",   "dog",     "telephone", "number"};
  return words;
}

struct Task {
  std::string text, label;
  int take = 0;
};

// "yes/espeak-f3_12.wav"; the text's own slashes are no folders.
std::string clip_name(const Task& task, const std::string& group) {
  std::string label = task.label;
  std::replace(label.begin(), label.end(), '/', '_');
  return label + "/" + group + "_" + std::to_string(task.take) + ".wav";
}

Sample describe(const Task& task, const std::string& group) {
  Sample sample;
  sample.name = clip_name(task, group);
  sample.label = task.label;
  sample.group = group;
  sample.source = "synthetic";
  sample.rate_hz = kClipRate_hz;
  return sample;
}

// Speech that is too long for a clip is said again, faster, as people in a
// hurry do.
Signal speak_into_clip(const std::string& text, Speaking speaking) {
  Signal speech = speak(text, speaking);
  const auto [start, end] = heard_part(speech);
  const double seconds = static_cast<double>(end - start) / speech.rate_hz;
  constexpr double kRoom_s = 0.94;
  if (seconds > kRoom_s) {
    speaking.speed = std::min(speaking.speed * seconds / kRoom_s, 2.5);
    speech = speak(text, speaking);
  }
  return place_in_clip(speech, speaking.seed);
}

// Makes clips on all threads and stores them batch by batch.
class Studio {
 public:
  Studio(Store& store, const std::string& language, Run& run)
      : store_(store), language_(language), run_(run) {
    require_language(language);
    for (const Sample& sample : SampleTable(store).list()) {
      if (sample.source == "synthetic") known_.emplace(sample.name, sample.id);
    }
  }

  ImportReport make(const std::vector<Task>& tasks) {
    ImportReport report;
    for (size_t at = 0; at < tasks.size(); at += kBatchClips) {
      make_batch(tasks, at, std::min(at + kBatchClips, tasks.size()), report);
    }
    return report;
  }

 private:
  void make_batch(const std::vector<Task>& tasks, size_t begin, size_t end,
                  ImportReport& report) {
    ObjectStore::Batch batch(store_.objects());
    std::vector<Reading> readings(end - begin);
    size_t done = begin;
    parallel_for(readings.size(), run_.threads, [&](size_t i) {
      run_.throw_if_stopped();
      const Task& task = tasks[begin + i];
      readings[i] = make_clip(task, batch);
      std::lock_guard guard(mutex_);
      run_.progress.update("synthesize", static_cast<int64_t>(++done),
                           static_cast<int64_t>(tasks.size()), task.text);
    });
    batch.commit();
    add_readings(readings, store_, report);
  }

  Reading make_clip(const Task& task, ObjectStore::Batch& batch) const {
    const Speaking speaking = speaking_of_take(task.text, task.take, language_);
    Reading reading{describe(task, speaking.group), ""};
    Sample& sample = reading.sample;
    const auto known = known_.find(sample.name);
    if (known != known_.end() &&
        store_.objects().check(known->second) == ObjectStore::State::kIntact) {
      sample.id = known->second;
      return reading;
    }
    const Signal clip = speak_unless_stopped(task.text, speaking);
    sample.frames = static_cast<int64_t>(clip.frame_count());
    sample.id = batch.add(encode_wav(clip));
    return reading;
  }

  // Ctrl-C reaches espeak-ng too; that it failed then is no error.
  Signal speak_unless_stopped(const std::string& text,
                              const Speaking& speaking) const {
    try {
      return speak_into_clip(text, speaking);
    } catch (const Error&) {
      run_.throw_if_stopped();
      throw;
    }
  }

  Store& store_;
  std::string language_;
  Run& run_;
  std::mutex mutex_;
  std::map<std::string, std::string> known_;  // name -> object
};

void add_tasks(const std::string& word, const std::string& label, int clips,
               std::vector<Task>& tasks) {
  if (word.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw UsageError("a word to synthesize is empty", "", "Give some text.");
  }
  for (int take = 0; take < clips; ++take) tasks.push_back({word, label, take});
}

std::vector<Signal> babble_speech(Run& run) {
  constexpr size_t kVoices = 24;
  std::vector<Signal> speech(kVoices);
  parallel_for(kVoices, run.threads, [&](size_t i) {
    run.throw_if_stopped();
    const std::string& text = vocabulary()[i % vocabulary().size()];
    const Speaking speaking =
        speaking_of_take(text, 1000 + static_cast<int>(i), "en");
    speech[i] = place_in_clip(speak(text, speaking), speaking.seed);
  });
  return speech;
}

Reading noise_reading(const std::string& kind, const Signal& noise,
                      ObjectStore::Batch& batch) {
  Sample sample;
  sample.label = kBackgroundLabel;
  sample.group = "noise-" + kind;
  sample.name = sample.label + "/" + kind + ".wav";
  sample.source = "synthetic";
  sample.rate_hz = noise.rate_hz;
  sample.frames = static_cast<int64_t>(noise.frame_count());
  sample.id = batch.add(encode_wav(noise));
  return {sample, ""};
}

}  // namespace

ImportReport synthesize_words(const std::vector<std::string>& words,
                              Store& store, const SynthesizeOptions& options,
                              Run& run) {
  std::vector<Task> tasks;
  for (const std::string& word : words) {
    add_tasks(word, options.label.empty() ? word : options.label,
              options.clips_per_word, tasks);
  }
  return Studio(store, options.language, run).make(tasks);
}

ImportReport synthesize_noise(Store& store, Run& run) {
  ObjectStore::Batch batch(store.objects());
  std::vector<Reading> readings;
  for (const std::string& kind : noise_kinds()) {
    run.throw_if_stopped();
    readings.push_back(noise_reading(kind, make_noise(kind), batch));
  }
  readings.push_back(
      noise_reading("babble", make_babble(babble_speech(run)), batch));
  batch.commit();
  ImportReport report;
  add_readings(readings, store, report);
  return report;
}

ImportReport synthesize_default(const std::vector<std::string>& words,
                                Store& store, Run& run) {
  std::vector<Task> tasks;
  for (const std::string& word : words) {
    add_tasks(word, word, SynthesizeOptions().clips_per_word, tasks);
  }
  for (const std::string& word : vocabulary()) {
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      add_tasks(word, word, kClipsOfAnotherWord, tasks);
    }
  }
  ImportReport report = Studio(store, "en", run).make(tasks);
  report.add(synthesize_noise(store, run));
  return report;
}

}  // namespace mote
