#include "lib/dataset/dataset.h"

#include <algorithm>
#include <set>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_text.h"

namespace mote {
Dataset::Dataset(std::vector<Sample> samples, Open open)
    : samples_(std::move(samples)), open_(std::move(open)) {}

Dataset Dataset::select(const std::function<bool(const Sample&)>& keep) const {
  std::vector<Sample> kept;
  std::copy_if(samples_.begin(), samples_.end(), std::back_inserter(kept),
               keep);
  return Dataset(std::move(kept), open_);
}

Dataset Dataset::split(std::string_view name) const {
  return select([&](const Sample& sample) {
    return sample.split == name || sample.split.empty();
  });
}

Dataset Dataset::examples() const {
  return select([](const Sample& sample) {
    return sample.label != kBackgroundLabel && sample.label != kUnlabelled;
  });
}

Dataset Dataset::background() const {
  return select(
      [](const Sample& sample) { return sample.label == kBackgroundLabel; });
}

std::vector<std::string> Dataset::labels() const {
  std::set<std::string> labels;
  for (const Sample& sample : samples_) labels.insert(sample.label);
  labels.erase(std::string(kBackgroundLabel));
  labels.erase(std::string(kUnlabelled));
  return {labels.begin(), labels.end()};
}

std::string Dataset::snapshot() const {
  std::string lines;
  lines.reserve(samples_.size() * 192);
  for (const Sample& sample : samples_) {
    with_text(sample,
              [&](const SampleText& text) { append_line(lines, text); });
  }
  return lines;
}

std::string Dataset::hash() const { return sha256(snapshot()); }

std::vector<Sample> parse_snapshot(std::string_view text) {
  std::vector<Sample> samples;
  size_t line_number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    ++line_number;
    try {
      samples.push_back(parse_line(text.substr(0, end)));
    } catch (const Error&) {
      throw Error("not the snapshot of a data set",
                  "line " + std::to_string(line_number));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return samples;
}

}  // namespace mote
