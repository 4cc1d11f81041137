// Labelled recordings: an immutable snapshot, read lazily.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"

namespace mote {

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

  // One line a sample, as append_line() writes it. Stored as an object it is
  // the snapshot that a model's lineage names; parse_snapshot() reads it.
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
