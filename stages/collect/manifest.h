// manifest.csv: what a data set says of its own files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// What a row says of one file; "" where it says nothing.
struct ManifestEntry {
  std::string label;
  std::string group;
  std::string split;   // "train", "validation" or "test"
  std::string source;  // "recorded" or "synthetic"
};

struct Manifest {
  // By the file's path below the manifest's folder.
  std::map<std::string, ManifestEntry> entries;
  // The side of files that no entry names; "": undecided.
  std::string other_split;

  ManifestEntry of(const std::string& file) const;
};

// Fields of a line of comma-separated values (RFC 4180: quotes, doubled
// quotes and line breaks inside quotes); takes the line off `text`.
std::vector<std::string> take_csv_line(std::string_view& text);

// Reads the text of a manifest. Columns, by their names in the first line:
// file (path, filename); label (class, word); speaker (group, subject); split
// (set, side); source where it says recorded or synthetic. Other columns are
// left out. Throws Error naming line and column for a side that is none, and
// for text without a column of files.
Manifest parse_manifest(std::string_view text, const std::string& name);

// The two lists of Speech Commands, a file a line; what neither names trains.
// Two empty texts give an empty manifest.
Manifest manifest_of_lists(std::string_view validation, std::string_view test);

// The manifest of a folder: manifest.csv, else the lists of Speech Commands
// (validation_list.txt and testing_list.txt), else empty.
Manifest read_manifest(const std::filesystem::path& folder);

// "train" for train, training; likewise validation (valid, val, dev) and test
// (testing); "" for other words.
std::string side_of_word(std::string_view word);

}  // namespace mote
