#include "lib/dataset/sample_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"

namespace mote {
namespace {

using Json = nlohmann::json;

std::string canonical(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Appends a JSON string. Most names need no escaping, and then this is much
// faster than a JSON library.
void append_text(std::string& line, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (plain) {
    line += '"';
    line += text;
    line += '"';
  } else {
    line += canonical(Json(text));
  }
}

void append_number(std::string& line, double value) {
  const bool whole = value >= -1e15 && value <= 1e15 &&
                     value == static_cast<double>(static_cast<int64_t>(value));
  if (whole) {
    fmt::format_to(std::back_inserter(line), "{}", static_cast<int64_t>(value));
  } else {
    line += Json(value).dump();
  }
}

void append_number(std::string& line, int64_t value) {
  fmt::format_to(std::back_inserter(line), "{}", value);
}

// What most samples do not have, by its key: texts, and lists as JSON.
struct Extra {
  const char* key;
  std::string_view value;
  bool is_json;
};

std::array<Extra, 7> extras_of(const SampleText& sample) {
  const bool usual = sample.kind == "audio";
  return {{{"boxes", sample.boxes, true},
           {"excluded", sample.excluded, false},
           {"fixes", sample.fixes, true},
           {"kind", usual ? std::string_view() : sample.kind, false},
           {"metadata", sample.metadata, true},
           {"origin", sample.origin, false},
           {"ranges", sample.ranges, true}}};
}

void append_extras(std::string& line, const SampleText& sample) {
  char before = '{';
  for (const Extra& extra : extras_of(sample)) {
    if (extra.value.empty()) continue;
    if (before == '{') line += ',';
    line += before;
    append_text(line, extra.key);
    line += ':';
    if (extra.is_json) {
      line += extra.value;
    } else {
      append_text(line, extra.value);
    }
    before = ',';
  }
  if (before == ',') line += '}';
}

// Calls `read` with the JSON that the text is, unless that is empty.
template <class Read>
void read_json(std::string_view text, const char* what, Read&& read) {
  if (text.empty()) return;
  try {
    read(Json::parse(text));
  } catch (const Json::exception&) {
    throw Error(fmt::format("these are no {} of a sample", what),
                std::string(text));
  }
}

std::string extra_text(const Json& extras, const char* key) {
  return extras.contains(key) ? canonical(extras.at(key)) : "";
}

Sample parse_values(const Json& values) {
  Sample sample;
  std::string* const texts[] = {&sample.id,    &sample.name,  &sample.label,
                                &sample.group, &sample.split, &sample.source};
  for (size_t i = 0; i < std::size(texts); ++i) {
    *texts[i] = values.at(i).get<std::string>();
  }
  sample.rate_hz = values.at(6).get<double>();
  sample.frames = values.at(7).get<int64_t>();
  sample.axes = values.at(8).get<int>();
  if (values.size() < 10) return sample;
  const Json& extras = values.at(9);
  sample.kind = extras.value("kind", "audio");
  sample.origin = extras.value("origin", "");
  sample.excluded = extras.value("excluded", "");
  sample.metadata = parse_metadata(extra_text(extras, "metadata"));
  sample.ranges = parse_ranges(extra_text(extras, "ranges"));
  sample.boxes = parse_boxes(extra_text(extras, "boxes"));
  sample.fixes = parse_fixes(extra_text(extras, "fixes"));
  return sample;
}

}  // namespace

std::string text_of(const std::map<std::string, std::string>& metadata) {
  return metadata.empty() ? "" : canonical(Json(metadata));
}

std::string text_of(const std::vector<TimeRange>& ranges) {
  Json list = Json::array();
  for (const TimeRange& range : ranges) {
    list.push_back({range.start_s, range.end_s, range.label});
  }
  return list.empty() ? "" : canonical(list);
}

std::string text_of(const std::vector<Box>& boxes) {
  Json list = Json::array();
  for (const Box& box : boxes) {
    list.push_back({box.label, box.x, box.y, box.width, box.height});
  }
  return list.empty() ? "" : canonical(list);
}

std::string text_of(const std::vector<Fix>& fixes) {
  Json list = Json::array();
  for (const Fix& fix : fixes) list.push_back(fix.text());
  return list.empty() ? "" : canonical(list);
}

std::map<std::string, std::string> parse_metadata(std::string_view text) {
  std::map<std::string, std::string> metadata;
  read_json(text, "metadata", [&](const Json& json) { json.get_to(metadata); });
  return metadata;
}

std::vector<TimeRange> parse_ranges(std::string_view text) {
  std::vector<TimeRange> ranges;
  read_json(text, "time ranges", [&](const Json& json) {
    for (const Json& range : json) {
      ranges.push_back({range.at(0).get<double>(), range.at(1).get<double>(),
                        range.at(2).get<std::string>()});
    }
  });
  return ranges;
}

std::vector<Box> parse_boxes(std::string_view text) {
  std::vector<Box> boxes;
  read_json(text, "boxes", [&](const Json& json) {
    for (const Json& box : json) {
      boxes.push_back({box.at(0).get<std::string>(), box.at(1).get<double>(),
                       box.at(2).get<double>(), box.at(3).get<double>(),
                       box.at(4).get<double>()});
    }
  });
  return boxes;
}

std::vector<Fix> parse_fixes(std::string_view text) {
  std::vector<Fix> fixes;
  read_json(text, "fixes", [&](const Json& json) {
    for (const Json& fix : json) {
      fixes.push_back(Fix::parse(fix.get<std::string>()));
    }
  });
  return fixes;
}

Sample sample_of(const SampleText& text) {
  Sample sample;
  sample.id = text.id;
  sample.name = text.name;
  sample.label = text.label;
  sample.group = text.group;
  sample.split = text.split;
  sample.source = text.source;
  sample.rate_hz = text.rate_hz;
  sample.frames = text.frames;
  sample.axes = text.axes;
  sample.kind = text.kind;
  sample.origin = text.origin;
  sample.excluded = text.excluded;
  sample.metadata = parse_metadata(text.metadata);
  sample.ranges = parse_ranges(text.ranges);
  sample.boxes = parse_boxes(text.boxes);
  sample.fixes = parse_fixes(text.fixes);
  return sample;
}

void append_line(std::string& lines, const SampleText& sample) {
  lines += '[';
  for (std::string_view text : {sample.id, sample.name, sample.label,
                                sample.group, sample.split, sample.source}) {
    append_text(lines, text);
    lines += ',';
  }
  append_number(lines, sample.rate_hz);
  lines += ',';
  append_number(lines, sample.frames);
  lines += ',';
  append_number(lines, int64_t{sample.axes});
  append_extras(lines, sample);
  lines += "]\n";
}

std::string json_text(std::string_view text) {
  std::string json;
  append_text(json, text);
  return json;
}

// ["0123...", ...
std::string_view id_of_line(std::string_view line) {
  constexpr size_t kDigits = 64;
  if (line.size() < kDigits + 3) throw Error("this is no line of a snapshot");
  return line.substr(2, kDigits);
}

Sample parse_line(std::string_view line) {
  try {
    return parse_values(Json::parse(line));
  } catch (const Json::exception&) {
    throw Error("this is no line of a snapshot", std::string(line));
  }
}

void append_json(std::string& text, const SampleText& sample) {
  const auto member = [&](const char* key) {
    text += text.back() == '{' ? "\"" : ",\"";
    text += key;
    text += "\":";
  };
  text += '{';
  const std::pair<const char*, std::string_view> texts[] = {
      {"id", sample.id},
      {"name", sample.name},
      {"label", sample.label},
      {"group", sample.group},
      {"split", sample.split},
      {"source", sample.source},
      {"kind", sample.kind},
      {"origin", sample.origin},
      {"excluded", sample.excluded}};
  for (const auto& [key, value] : texts) {
    member(key);
    append_text(text, value);
  }
  member("rate_hz");
  append_number(text, sample.rate_hz);
  member("frames");
  append_number(text, sample.frames);
  member("axes");
  append_number(text, int64_t{sample.axes});
  member("seconds");
  append_number(text, sample.seconds());
  const std::pair<const char*, std::string_view> lists[] = {
      {"metadata", sample.metadata},
      {"ranges", sample.ranges},
      {"boxes", sample.boxes},
      {"fixes", sample.fixes}};
  for (const auto& [key, value] : lists) {
    if (value.empty()) continue;
    member(key);
    text += value;
  }
  text += '}';
}

}  // namespace mote
