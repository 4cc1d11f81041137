// Recordings, wherever they come from, into the store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/dataset/dataset.h"
#include "lib/dataset/sample_table.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/manifest.h"
#include "stages/collect/naming.h"

namespace mote {

// So many files are stored, and then reported, at a time.
inline constexpr size_t kBatchFiles = 256;

struct RecordingFile {
  std::string name;  // its path below the root: "left/0a7c_nohash_0.wav"
  // Its content; called once, from any thread. Throws Error.
  std::function<std::vector<uint8_t>()> read;
};

// What is known of all files together.
struct ImportContext {
  ImportOptions options;
  Manifest manifest;
  Naming naming;
  // Another file by its path below the root.
  std::function<std::optional<std::vector<uint8_t>>(const std::string& name)>
      sibling;
  Origin origin;  // the data set they are of; no name: none
};

// The data set that a folder or archive is, with its terms: the options', else
// what its own files say.
Origin origin_of(const std::filesystem::path& path,
                 const ImportContext& context);

// Says in the report under which terms the data set comes, and warns where
// nobody knows.
void report_terms(const Origin& origin, ImportReport& report);

// What reading the manifest found to be wrong.
void report_warnings(const Manifest& manifest, ImportReport& report);

// All that is known of a file without opening it: label, group, side, source.
Sample describe_file(const std::string& name, const ImportContext& context);

// Fills in what is known of a sample besides label, group and side: metadata
// (a manifest's win), ranges in seconds, boxes.
void annotate(const FoundSample& found, const ManifestEntry& entry,
              Sample& sample);

// Cuts the sample's boxes to its picture, and warns where the manifest speaks
// of another size. Throws Error for boxes that cannot be of it.
void hold_boxes(const ManifestEntry& entry, FileContent& content,
                Sample& sample);

// Stores the samples of the usable ones of the files in one transaction and
// says in the report what became of each; without a store it only looks.
// Throws Error for faults of the store only, and Stopped, with none of them
// stored, when the run is to stop.
void import_files(std::span<const RecordingFile> files,
                  const ImportContext& context, Store* store, const Run& run,
                  ImportReport& report);

}  // namespace mote
