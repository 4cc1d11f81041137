// manifest.csv: what a data set says of its own files.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/sample.h"
#include "stages/collect/import.h"

namespace mote {

// A labelled part of a recording: frames [first, end).
struct FrameRange {
  int64_t first = 0, end = 0;
  std::string label;
};

// What a row says of one file; "" where it says nothing.
struct ManifestEntry {
  std::string label;
  std::string group;
  std::string split;   // "train", "validation" or "test"
  std::string source;  // "recorded" or "synthetic"
  double rate_hz = 0;  // of readings; 0: it does not say
  std::map<std::string, std::string> metadata;
  std::vector<FrameRange> ranges;
  std::vector<Box> boxes;
  double picture_width = 0, picture_height = 0;  // as annotated; 0: not said
  std::string fault;  // why the file cannot be used; "": it can
};

struct Manifest {
  // By the file's path below the manifest's folder.
  std::map<std::string, ManifestEntry> entries;
  // The side of files that no entry names; "": undecided.
  std::string other_split;
  // The label of pictures that no entry names; "": as their names say.
  std::string other_picture_label;
  DataTerms terms;  // of the whole
  std::vector<ImportWarning> warnings;

  ManifestEntry of(const std::string& file) const;
  // Takes over what is not known here: entries, and where an entry says
  // nothing, what the other's says.
  void complete(Manifest other);
};

// Fields of a line of comma-separated values (RFC 4180: quotes, doubled
// quotes and line breaks inside quotes); takes the line off `text`.
std::vector<std::string> take_csv_line(std::string_view& text);

// Reads the text of a manifest. Columns, by their names in the first line:
// file (path, filename); label (class, word, kind); speaker (group, subject,
// station ...); split (set, side); source where it says recorded or synthetic;
// rate_hz (frames_per_s); licence and attribution (author, creator ...), which
// become metadata of the sample, as meta.KEY does. Other columns are left out.
// Throws Error naming line and column for a side that is none, and for text
// without a column of files.
Manifest parse_manifest(std::string_view text, const std::string& name);

// The two lists of Speech Commands, a file a line; what neither names trains.
// Two empty texts give an empty manifest.
Manifest manifest_of_lists(std::string_view validation, std::string_view test);

// y_labels.csv of the MLPerf Tiny accuracy runs: file, number of classes, index
// of the class, without a header. The label is the index.
Manifest manifest_of_y_labels(std::string_view text);

// The manifest of a folder: manifest.csv, else y_labels.csv, else Edge
// Impulse's info.labels, else the lists of Speech Commands (validation_list.txt
// and testing_list.txt), else empty. `text_of` gives a file of the folder, ""
// when it is not there.
Manifest manifest_of_files(
    const std::function<std::string(const std::string& name)>& text_of);
Manifest read_manifest(const std::filesystem::path& folder);

// "train" for train, training; likewise validation (valid, val, dev, tune) and
// test (testing); "" for other words.
std::string side_of_word(std::string_view word);

}  // namespace mote
