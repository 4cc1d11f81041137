#include "lib/dataset/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mote {
namespace {

// Windows may end this much after a recording: rates are not exact.
constexpr double kSlack = 1e-6;

std::string label_of(const Sample& sample, double start_s, double end_s) {
  std::map<std::string, double> covered;
  for (const TimeRange& range : sample.ranges) {
    covered[range.label] += std::max(
        0.0, std::min(range.end_s, end_s) - std::max(range.start_s, start_s));
  }
  for (const auto& [label, seconds] : covered) {
    if (2 * seconds >= end_s - start_s) return label;
  }
  return sample.label;
}

Sample window_of(const Sample& sample, double start_s, double window_s) {
  Sample window = sample;
  window.name = fmt::format("{}@{:g}s", sample.name, start_s);
  window.label = label_of(sample, start_s, start_s + window_s);
  window.ranges.clear();
  window.fixes.push_back({Fix::Kind::kTrim, start_s, start_s + window_s});
  window.fixes.back().describe(window.rate_hz, window.frames);
  return window;
}

}  // namespace

Dataset cut_windows(const Dataset& dataset, double window_s, double stride_s) {
  std::vector<Sample> windows;
  for (const Sample& sample : dataset.samples()) {
    if (sample.kind != "series" || sample.seconds() <= window_s) {
      windows.push_back(sample);
      continue;
    }
    const double last = sample.seconds() - window_s + kSlack;
    for (int i = 0; i * stride_s <= last; ++i) {
      windows.push_back(window_of(sample, i * stride_s, window_s));
    }
  }
  return Dataset(std::move(windows), [dataset](const Sample& sample) {
    return dataset.signal(sample);
  });
}

}  // namespace mote
