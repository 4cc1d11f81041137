#include "stages/collect/edge_impulse/label_files.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "lib/base/error.h"
#include "lib/base/shallow_json.h"

namespace mote {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// How large exports mark a file with an object a line.
constexpr std::string_view kLinesMark = "{\"__ndjson\":true";

Json parse(std::string_view text, const std::string& name) {
  Json json = parse_shallow_json(text, name);
  if (json.is_object()) return json;
  throw Error("not a label file: it is no JSON object", name,
              "Export the data set again.");
}

// {"__key": "files", "__item": {...}} a line, after a line with the rest.
Json parse_lines(std::string_view text, const std::string& name) {
  Json whole;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find('{') == std::string_view::npos) continue;
    const Json part = parse(line, name);
    if (whole.is_null()) {
      whole = part;
      whole["files"] = Json::array();
    } else if (part.value("__key", "") == "files") {
      whole["files"].push_back(part.value("__item", Json::object()));
    }
  }
  return whole;
}

std::vector<Box> boxes_of(const Json& list) {
  std::vector<Box> boxes;
  for (const Json& box : list) {
    boxes.push_back({box.at("label").get<std::string>(),
                     box.at("x").get<double>(), box.at("y").get<double>(),
                     box.at("width").get<double>(),
                     box.at("height").get<double>()});
  }
  return boxes;
}

int64_t index_of(const Json& label, const char* key) {
  const double index = label.at(key).get<double>();
  if (index < 0 || index > 1e15 || index != std::floor(index)) {
    throw Error(std::string(key) + " is no index");
  }
  return static_cast<int64_t>(index);
}

// One label for all: that; more: ranges.
void take_structured_labels(const Json& list, ManifestEntry& entry) {
  bool same = true;
  for (const Json& label : list) {
    FrameRange range{index_of(label, "startIndex"),
                     index_of(label, "endIndex") + 1,
                     label.at("label").get<std::string>()};
    if (range.end <= range.first) throw Error("endIndex is before startIndex");
    entry.ranges.push_back(std::move(range));
    same = same && entry.ranges.back().label == entry.ranges.front().label;
  }
  if (entry.ranges.empty()) return;
  entry.label = same ? entry.ranges.front().label : std::string(kUnlabelled);
  if (same) entry.ranges.clear();
}

void take_label(const Json& label, ManifestEntry& entry) {
  const std::string type = label.value("type", "");
  if (type == "label") entry.label = label.at("label").get<std::string>();
  if (type == "unlabeled") entry.label = kUnlabelled;
  if (type == "multi-label") {
    take_structured_labels(label.at("labels"), entry);
    // Of mote's exports: what the whole is.
    if (label.contains("label")) entry.label = label["label"];
  }
  if (entry.label.empty()) entry.label = kUnlabelled;
}

// What mote's exports say in metadata, for want of another place.
void take_own_words(ManifestEntry& entry) {
  entry.metadata.erase("group");
  const auto source = entry.metadata.find("source");
  if (source == entry.metadata.end() || source->second != "synthetic") return;
  entry.source = source->second;
  entry.metadata.erase(source);
}

ManifestEntry entry_of(const Json& file) {
  ManifestEntry entry;
  if (file.contains("label")) take_label(file.at("label"), entry);
  entry.split = side_of_word(file.value("category", ""));
  if (file.contains("boundingBoxes") && file["boundingBoxes"].is_array()) {
    entry.boxes = boxes_of(file["boundingBoxes"]);
  }
  if (file.contains("metadata") && file["metadata"].is_object()) {
    for (const auto& [key, value] : file["metadata"].items()) {
      entry.metadata[key] =
          value.is_string() ? value.get<std::string>() : value.dump();
    }
  }
  entry.group = group_of_metadata(entry.metadata);
  take_own_words(entry);
  return entry;
}

std::string normal(const std::string& path) {
  return fs::path(path).lexically_normal().generic_string();
}

void read_document(const Json& json, Manifest& manifest) {
  const std::string type = json.value("type", "");
  if (type == "structured-labels") {
    for (const auto& [file, labels] : json.at("structuredLabels").items()) {
      take_structured_labels(labels, manifest.entries[normal(file)]);
    }
  } else if (type == "bounding-box-labels") {
    for (const auto& [file, boxes] : json.at("boundingBoxes").items()) {
      manifest.entries[normal(file)].boxes = boxes_of(boxes);
    }
  } else if (type.empty() || json.contains("files")) {
    for (const Json& file : json.at("files")) {
      manifest.entries[normal(file.at("path").get<std::string>())] =
          entry_of(file);
    }
  } else {
    throw Error("it is of the type '" + type + "'");
  }
}

void add(const Manifest& more, const std::string& folder, Manifest& manifest) {
  for (const auto& [file, entry] : more.entries) {
    ManifestEntry& known = manifest.entries[folder + file];
    const std::vector<Box> boxes = known.boxes;
    if (!entry.label.empty() || !entry.split.empty()) known = entry;
    known.boxes = entry.boxes.empty() ? boxes : entry.boxes;
  }
}

}  // namespace

Manifest parse_label_file(std::string_view text, const std::string& name) {
  Manifest manifest;
  try {
    read_document(text.starts_with(kLinesMark) ? parse_lines(text, name)
                                               : parse(text, name),
                  manifest);
  } catch (const Json::exception&) {
    throw Error("not a label file: a field is missing or of another type", name,
                "Export the data set again.");
  } catch (const Error& error) {
    throw Error("not a label file: " + error.what_happened(), name,
                "Export the data set again.");
  }
  return manifest;
}

Manifest manifest_of_label_files(
    const std::function<std::string(const std::string& name)>& text_of) {
  Manifest manifest;
  for (const char* folder : {"", "training/", "testing/", "validation/"}) {
    for (const char* file :
         {"info.labels", "structured_labels.labels", "bounding_boxes.labels"}) {
      const std::string name = std::string(folder) + file;
      const std::string text = text_of(name);
      if (!text.empty()) add(parse_label_file(text, name), folder, manifest);
    }
  }
  return manifest;
}

std::string group_of_metadata(const std::map<std::string, std::string>& data) {
  // As the columns of manifest.csv are called.
  for (const char* key : {"group", "speaker", "subject", "speaker_id"}) {
    const auto found = data.find(key);
    if (found != data.end()) return found->second;
  }
  return "";
}

}  // namespace mote
