#include "stages/evaluate/test_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

int find_label(const std::vector<std::string>& labels,
               const std::string& label) {
  const auto found = std::find(labels.begin(), labels.end(), label);
  return found == labels.end() ? -1 : static_cast<int>(found - labels.begin());
}

void add_examples(const Dataset& test, const FeatureBlock& features,
                  TestSet& set) {
  const int unknown = find_label(set.labels, "unknown");
  for (const Sample& sample : test.examples().samples()) {
    const int word = find_label(set.labels, sample.label);
    const int label = word >= 0 ? word : unknown;
    if (label < 0) continue;
    set.clips.push_back({sample.name, sample.group, label,
                         features.samples(test.signal(sample), sample.name)});
  }
}

// A piece of a long recording, chosen by (seed, index) alone, at half volume.
std::vector<int16_t> cut_piece(
    const std::vector<std::vector<int16_t>>& long_recordings,
    const FeatureBlock& features, const TestSetOptions& options,
    uint64_t index) {
  const auto& recording =
      long_recordings[mix64(options.seed, 2 * index) % long_recordings.size()];
  const size_t length = static_cast<size_t>(features.signal_samples());
  std::vector<int16_t> piece(length, 0);
  const size_t room = recording.size() > length ? recording.size() - length : 0;
  const size_t start = mix64(options.seed, 2 * index + 1) % (room + 1);
  for (size_t i = 0; i < length && start + i < recording.size(); ++i) {
    piece[i] = static_cast<int16_t>(recording[start + i] / 2);
  }
  return piece;
}

void add_silence(const Dataset& background, const FeatureBlock& features,
                 const TestSetOptions& options, TestSet& set) {
  const int silence = find_label(set.labels, "silence");
  if (silence < 0 || options.silence_clips == 0) return;
  for (const TestClip& clip : set.clips) {
    if (clip.label == silence) return;
  }
  std::vector<std::vector<int16_t>> long_recordings;
  for (const Sample& sample : background.samples()) {
    long_recordings.push_back(
        features.samples(background.signal(sample), sample.name));
  }
  if (long_recordings.empty()) {
    set.notes.emplace_back(
        "silence is not judged: there are no background recordings to cut it "
        "from");
    return;
  }
  for (int i = 0; i < options.silence_clips; ++i) {
    set.clips.push_back({fmt::format("silence {}", i), "background", silence,
                         cut_piece(long_recordings, features, options,
                                   static_cast<uint64_t>(i))});
  }
}

// Silence has a note of its own.
void note_missing_labels(TestSet& set) {
  for (size_t i = 0; i < set.labels.size(); ++i) {
    const bool judged = std::any_of(set.clips.begin(), set.clips.end(),
                                    [&](const TestClip& clip) {
                                      return clip.label == static_cast<int>(i);
                                    });
    if (judged || set.labels[i] == "silence") continue;
    set.notes.push_back(fmt::format(
        "'{}' is not judged: there is no clip of it here", set.labels[i]));
  }
}

}  // namespace

TestSet make_test_set(const Dataset& test, const Dataset& background,
                      const std::vector<std::string>& labels,
                      const FeatureBlock& features,
                      const TestSetOptions& options) {
  TestSet set;
  set.labels = labels;
  add_examples(test, features, set);
  if (set.clips.empty()) {
    throw Error("there is no clip to evaluate on", "",
                "Collect recordings of more speakers: mote collect show tells "
                "who is on which side.");
  }
  add_silence(background, features, options, set);
  note_missing_labels(set);
  return set;
}

}  // namespace mote
