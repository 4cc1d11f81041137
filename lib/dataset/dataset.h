// Labelled recordings: an immutable snapshot, read lazily.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// What is known of one recording without opening it.
struct Sample {
  std::string id;      // SHA-256 of the stored object, 64 hex digits
  std::string name;    // where it came from: "left/0a7c2a8d_nohash_0.wav"
  std::string label;   // "left"
  std::string group;   // who or what made it (speaker, device, day); never on
                       // two sides of a split; its own name when unknown
  std::string split;   // "train", "validation" or "test"; "": background that
                       // no manifest puts on a side serves every side
  std::string source;  // "recorded" or "synthetic"
  double rate_hz = 0;
  int64_t frames = 0;
  int axes = 1;
  // "audio" (opened as mono int16), "series" (a sensor's readings in time),
  // "picture" or "tensor" (one frame without time).
  std::string kind = "audio";

  double seconds() const { return rate_hz > 0 ? frames / rate_hz : 0; }
};

// The label of long recordings that are not examples but background: noise to
// mix in and silence to cut from ("_background_noise_" in Speech Commands).
inline constexpr std::string_view kBackgroundLabel = "_background_noise_";

// The label of recordings that nobody has labelled yet: no examples either.
inline constexpr std::string_view kUnlabelled = "_unlabelled_";

// A list of samples and the means to open them, shared by copies; const and
// safe to use from many threads.
class Dataset {
 public:
  using Open = std::function<Signal(const Sample&)>;

  Dataset() = default;
  // `open` must be callable from many threads and throws Error naming the
  // sample when its object is missing or corrupt.
  Dataset(std::vector<Sample> samples, Open open);

  const std::vector<Sample>& samples() const& { return samples_; }
  // Of a temporary, so that `for (... : dataset.split("train").samples())`
  // does not look at what is gone.
  std::vector<Sample> samples() && { return std::move(samples_); }
  size_t size() const { return samples_.size(); }
  bool empty() const { return samples_.empty(); }

  Signal signal(const Sample& sample) const { return open_(sample); }

  // The samples for which `keep` holds, in the same order.
  Dataset select(const std::function<bool(const Sample&)>& keep) const;
  // One side of the split, with the background recordings that serve it.
  Dataset split(std::string_view name) const;
  // Without background and unlabelled recordings / only the background.
  Dataset examples() const;
  Dataset background() const;

  // Labels in alphabetical order, without background and unlabelled.
  std::vector<std::string> labels() const;

  // One line a sample: id, name, label, group, split, source, rate, frames,
  // axes and (of all but audio) kind as canonical JSON. Stored as an object it
  // is the snapshot that a model's lineage names; parse_snapshot() reads it.
  std::string snapshot() const;

  // SHA-256 of snapshot(): the name of this snapshot in recipe keys.
  std::string hash() const;

 private:
  std::vector<Sample> samples_;
  Open open_;
};

// The samples of a Dataset::snapshot(). Throws Error for text that is none.
std::vector<Sample> parse_snapshot(std::string_view text);

}  // namespace mote
