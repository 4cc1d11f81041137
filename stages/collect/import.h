// Import: recordings from folders, files and archives into the store.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"
#include "stages/collect/data_licence.h"
#include "stages/collect/import_preview.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/naming.h"

namespace mote {

struct ImportOptions {
  std::string label;                // for every file; "": as found
  std::string group;                // for every file; "": as found
  std::string source = "recorded";  // or "synthetic"
  NamingOptions naming = {};
  ReadOptions read = {};
  DataTerms terms = {};  // win over what the data set's own files say
};

struct RefusedFile {
  std::string file, reason;
};

// Something to know, and how often it was found.
struct ImportWarning {
  std::string what;
  size_t count = 0;
  std::string example;

  std::string text() const;
};

struct ImportReport {
  size_t added = 0;
  size_t updated = 0;     // there, with another label, group, side or source
  size_t duplicates = 0;  // already in the store, by content
  std::vector<RefusedFile> refused;
  std::vector<ImportWarning> warnings;
  ImportPreview understood;
  DataTerms terms;  // of the data set, as stored

  void add(const ImportReport& other);
  void warn(const std::string& what, const std::string& example,
            size_t count = 1);
};

// Imports a folder, an archive (.tar.gz, .zip ...) of one, or a single file,
// of every format in importers/table.cc.
//
// The label is --label, else a manifest's, else what the file says, else the
// folder's name, else the file's (naming.h); a recording without any is stored
// as kUnlabelled. A manifest.csv in the folder (columns file and any of label,
// speaker or group, split, source, rate_hz) wins over what names say. Files
// that hold nothing usable are refused by name and the rest is imported. What
// the report (or the progress on the way) counts as added survives a crash.
// Throws Error for a path that does not exist or that holds no file to import.
ImportReport import_recordings(const std::filesystem::path& path, Store& store,
                               const ImportOptions& options, Run& run);

// The same, but nothing is stored. most_files: so many, spread over all of
// them, are read; 0: all.
ImportReport preview_recordings(const std::filesystem::path& path,
                                const ImportOptions& options, size_t most_files,
                                Run& run);

}  // namespace mote
