#include "stages/collect/manifest.h"

#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dataset/dataset.h"
#include "stages/collect/edge_impulse/label_files.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

// The first column with one of these names.
std::optional<size_t> find_column(const std::vector<std::string>& header,
                                  std::initializer_list<const char*> names) {
  for (const char* name : names) {
    for (size_t i = 0; i < header.size(); ++i) {
      if (lower_case(header[i]) == name) return i;
    }
  }
  return std::nullopt;
}

struct Columns {
  std::optional<size_t> file, label, group, split, source, rate, licence,
      attribution;
  std::map<std::string, size_t> metadata;

  explicit Columns(const std::vector<std::string>& header)
      : file(find_column(header, {"file", "path", "filename", "file_name"})),
        label(find_column(header,
                          {"label", "class", "word", "category", "kind"})),
        group(find_column(header, {"group", "speaker", "speaker_id", "subject",
                                   "person", "participant", "patient", "user",
                                   "station", "recording", "session"})),
        split(find_column(header, {"split", "set", "side"})),
        source(find_column(header, {"source"})),
        rate(find_column(header, {"rate_hz", "sample_rate", "sampling_rate",
                                  "frames_per_s"})),
        licence(find_column(header, {"licence", "license"})),
        attribution(find_column(
            header, {"attribution", "author", "credit", "creator", "artist"})) {
    constexpr std::string_view kMetadata = "meta.";
    for (size_t i = 0; i < header.size(); ++i) {
      if (header[i].size() > kMetadata.size() &&
          header[i].starts_with(kMetadata)) {
        metadata.emplace(header[i].substr(kMetadata.size()), i);
      }
    }
  }
};

std::string value_at(const std::vector<std::string>& fields,
                     std::optional<size_t> column) {
  return column && *column < fields.size() ? fields[*column] : "";
}

ManifestEntry entry_of(const std::vector<std::string>& fields,
                       const Columns& columns, const std::string& where) {
  ManifestEntry entry;
  entry.label = value_at(fields, columns.label);
  entry.group = value_at(fields, columns.group);
  const std::string split = value_at(fields, columns.split);
  entry.split = side_of_word(split);
  if (!split.empty() && entry.split.empty()) {
    throw Error("'" + split + "' is no side of a split", where,
                "Write train, validation or test in the column split.");
  }
  if (entry.label == "unlabelled" || entry.label == "unlabeled") {
    entry.label = kUnlabelled;
  }
  entry.rate_hz = checked_rate(
      std::strtod(value_at(fields, columns.rate).c_str(), nullptr), where);
  for (const auto& [key, column] : columns.metadata) {
    const std::string value = value_at(fields, column);
    if (!value.empty()) entry.metadata[key] = value;
  }
  const std::string licence = value_at(fields, columns.licence);
  if (!licence.empty()) entry.metadata["licence"] = licence_called(licence);
  const std::string attribution = value_at(fields, columns.attribution);
  if (!attribution.empty()) entry.metadata["attribution"] = attribution;
  const std::string source = value_at(fields, columns.source);
  if (source == "recorded" || source == "synthetic") entry.source = source;
  return entry;
}

void add_list(std::string_view text, const std::string& split,
              Manifest& manifest) {
  while (!text.empty()) {
    const auto fields = take_csv_line(text);
    if (!fields[0].empty()) manifest.entries[fields[0]].split = split;
  }
}

// What the samples' own licences are together, "" where one has none.
std::string licence_of_all(const Manifest& manifest) {
  std::set<std::string> licences;
  for (const auto& [file, entry] : manifest.entries) {
    const auto own = entry.metadata.find("licence");
    if (own == entry.metadata.end()) return "";
    licences.insert(own->second);
  }
  return joined_licences(licences);
}

std::string text_if_there(const fs::path& file) {
  return fs::exists(file) ? read_text(file) : "";
}

}  // namespace

ManifestEntry Manifest::of(const std::string& file) const {
  const auto found = entries.find(file);
  if (found != entries.end()) return found->second;
  ManifestEntry entry;
  entry.split = other_split;
  return entry;
}

void Manifest::complete(Manifest other) {
  const auto take = [](auto& known, auto& more) {
    if (known.empty()) known = std::move(more);
  };
  for (auto& [name, more] : other.entries) {
    ManifestEntry& entry = entries[name];
    take(entry.label, more.label);
    take(entry.group, more.group);
    take(entry.split, more.split);
    take(entry.source, more.source);
    take(entry.ranges, more.ranges);
    take(entry.boxes, more.boxes);
    take(entry.fault, more.fault);
    entry.metadata.merge(more.metadata);
    if (entry.rate_hz == 0) entry.rate_hz = more.rate_hz;
    if (entry.picture_width > 0) continue;
    entry.picture_width = more.picture_width;
    entry.picture_height = more.picture_height;
  }
  take(other_split, other.other_split);
  take(other_picture_label, other.other_picture_label);
  take(terms.licence, other.terms.licence);
  take(terms.attribution, other.terms.attribution);
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
}

std::vector<std::string> take_csv_line(std::string_view& text) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const bool doubled = quoted && text.substr(at, 2) == "\"\"";
      if (doubled) fields.back() += text[at++];
      if (!doubled) quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c == '\n' && !quoted) {
      ++at;
      break;
    } else if (c != '\r' || quoted) {
      fields.back() += c;
    }
  }
  text.remove_prefix(at);
  return fields;
}

Manifest parse_manifest(std::string_view text, const std::string& name) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const Columns columns(take_csv_line(text));
  if (!columns.file) {
    throw Error("the manifest has no column of files", name + ":1",
                "Its first line must name the columns: file,label,speaker,"
                "split (all but file may be left out).");
  }
  Manifest manifest;
  for (int line = 2; !text.empty(); ++line) {
    const auto fields = take_csv_line(text);
    const std::string file = value_at(fields, columns.file);
    if (file.empty()) continue;
    const auto path = fs::path(file).lexically_normal().generic_string();
    manifest.entries[path] =
        entry_of(fields, columns, name + ":" + std::to_string(line));
  }
  manifest.terms.licence = licence_of_all(manifest);
  return manifest;
}

Manifest manifest_of_lists(std::string_view validation, std::string_view test) {
  Manifest manifest;
  if (!validation.empty() || !test.empty()) manifest.other_split = "train";
  add_list(validation, "validation", manifest);
  add_list(test, "test", manifest);
  return manifest;
}

Manifest manifest_of_y_labels(std::string_view text) {
  Manifest manifest;
  while (!text.empty()) {
    const auto fields = take_csv_line(text);
    if (fields.size() == 3) manifest.entries[fields[0]].label = fields[2];
  }
  return manifest;
}

Manifest manifest_of_files(
    const std::function<std::string(const std::string& name)>& text_of) {
  const std::string csv = text_of("manifest.csv");
  if (!csv.empty()) return parse_manifest(csv, "manifest.csv");
  const std::string y_labels = text_of("y_labels.csv");
  if (!y_labels.empty()) return manifest_of_y_labels(y_labels);
  Manifest label_files = manifest_of_label_files(text_of);
  if (!label_files.entries.empty()) {
    label_files.terms.licence = licence_of_all(label_files);
    return label_files;
  }
  return manifest_of_lists(text_of("validation_list.txt"),
                           text_of("testing_list.txt"));
}

Manifest read_manifest(const fs::path& folder) {
  return manifest_of_files(
      [&](const std::string& name) { return text_if_there(folder / name); });
}

std::string side_of_word(std::string_view word) {
  const std::string text = lower_case(word);
  if (text == "train" || text == "training") return "train";
  if (text == "validation" || text == "valid" || text == "val" ||
      text == "dev" || text == "tune") {
    return "validation";
  }
  return text == "test" || text == "testing" ? "test" : "";
}

}  // namespace mote
