// Samples as text: lines of snapshots, JSON for other programs, and the lists
// and maps in columns of the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/sample.h"

namespace mote {

// Lists and maps as canonical JSON; "" when empty.
std::string text_of(const std::map<std::string, std::string>& metadata);
std::string text_of(const std::vector<TimeRange>& ranges);
std::string text_of(const std::vector<Box>& boxes);
std::string text_of(const std::vector<Fix>& fixes);

// And back. Throw Error for what is not such a text.
std::map<std::string, std::string> parse_metadata(std::string_view text);
std::vector<TimeRange> parse_ranges(std::string_view text);
std::vector<Box> parse_boxes(std::string_view text);
std::vector<Fix> parse_fixes(std::string_view text);

// A sample with its lists and maps still as text: what a row of the table
// holds, without reading it further.
struct SampleText {
  std::string_view id, name, label, group, split, source;
  double rate_hz = 0;
  int64_t frames = 0;
  int axes = 1;
  std::string_view kind, origin, excluded, metadata, ranges, boxes, fixes;

  double seconds() const { return rate_hz > 0 ? frames / rate_hz : 0; }
};

// Calls `use` with the texts of a sample.
template <class Use>
void with_text(const Sample& sample, Use&& use) {
  const std::string metadata = text_of(sample.metadata);
  const std::string ranges = text_of(sample.ranges);
  const std::string boxes = text_of(sample.boxes);
  const std::string fixes = text_of(sample.fixes);
  use(SampleText{sample.id, sample.name, sample.label, sample.group,
                 sample.split, sample.source, sample.rate_hz, sample.frames,
                 sample.axes, sample.kind, sample.origin, sample.excluded,
                 metadata, ranges, boxes, fixes});
}
Sample sample_of(const SampleText& text);

// Appends a line of a snapshot, with its end:
//   [id, name, label, group, split, source, rate, frames, axes]
// and, of a sample that has more, an object of what it has: kind, origin,
// excluded, metadata, ranges, boxes, fixes.
void append_line(std::string& lines, const SampleText& sample);
// Reads a line. Throws Error.
Sample parse_line(std::string_view line);
// The id in a line, unread further. Throws Error.
std::string_view id_of_line(std::string_view line);

// Calls `each` with every line of a snapshot, without its end.
template <class Each>
void for_each_line(std::string_view text, Each&& each) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    each(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

// A text as lines have it: a JSON string.
std::string json_text(std::string_view text);

// Appends a JSON object with the keys of docs/json.md.
void append_json(std::string& text, const SampleText& sample);

}  // namespace mote
