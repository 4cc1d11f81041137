#include "lib/dataset/dataset.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

using Json = nlohmann::json;

// Appends `text` as a JSON string. Most names need no escaping, and then this
// is much faster than a JSON library.
void append_text(std::string& line, const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (plain) {
    line += '"';
    line += text;
    line += '"';
  } else {
    line += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  }
}

// [id, name, label, group, split, source, rate, frames, axes]
void append_line(std::string& lines, const Sample& sample) {
  lines += '[';
  for (const std::string* text :
       {&sample.id, &sample.name, &sample.label, &sample.group, &sample.split,
        &sample.source}) {
    append_text(lines, *text);
    lines += ',';
  }
  const bool whole = sample.rate_hz == static_cast<int64_t>(sample.rate_hz);
  lines += whole ? std::to_string(static_cast<int64_t>(sample.rate_hz))
                 : Json(sample.rate_hz).dump();
  lines += ',';
  lines += std::to_string(sample.frames);
  lines += ',';
  lines += std::to_string(sample.axes);
  if (sample.kind != "audio") {
    lines += ',';
    append_text(lines, sample.kind);
  }
  lines += "]\n";
}

Sample parse_line(const std::string& line) {
  const Json values = Json::parse(line);
  Sample sample;
  std::string* const texts[] = {&sample.id,    &sample.name,  &sample.label,
                                &sample.group, &sample.split, &sample.source};
  for (size_t i = 0; i < std::size(texts); ++i) {
    *texts[i] = values.at(i).get<std::string>();
  }
  sample.rate_hz = values.at(6).get<double>();
  sample.frames = values.at(7).get<int64_t>();
  sample.axes = values.at(8).get<int>();
  if (values.size() > 9) values.at(9).get_to(sample.kind);
  return sample;
}

}  // namespace

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
  for (const Sample& sample : samples_) append_line(lines, sample);
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
      samples.push_back(parse_line(std::string(text.substr(0, end))));
    } catch (const Json::exception&) {
      throw Error("not the snapshot of a data set",
                  "line " + std::to_string(line_number));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return samples;
}

}  // namespace mote
