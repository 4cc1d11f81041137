// Import: recordings from folders into the store.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"

namespace mote {

struct ImportOptions {
  std::string label;                // for every file; "": the folder's name
  std::string group;                // for every file; "": from name or manifest
  std::string source = "recorded";  // or "synthetic"
};

struct RefusedFile {
  std::string file, reason;
};

struct ImportReport {
  size_t added = 0;
  size_t updated = 0;     // there, with another label, group, side or source
  size_t duplicates = 0;  // already in the store, by content
  std::vector<RefusedFile> refused;
  std::vector<std::string> warnings;

  void add(const ImportReport& other);
};

// Imports a folder a label, in the layout of Speech Commands
// (LABEL/SPEAKER_nohash_TAKE.wav), an archive (.tar.gz, .zip ...) of such a
// folder, or a single file when options.label is set.
// A manifest.csv in the folder (columns file and any of label, speaker or
// group, split, source) wins over what names say. Files that hold no usable
// audio are refused by name and the rest is imported. What the report (or the
// progress on the way) counts as added survives a crash.
// Throws Error for a path that does not exist or that holds no audio file.
ImportReport import_recordings(const std::filesystem::path& path, Store& store,
                               const ImportOptions& options, Run& run);

}  // namespace mote
