#include "stages/collect/import.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "stages/collect/audio_files.h"
#include "stages/collect/import_archive.h"
#include "stages/collect/manifest.h"
#include "stages/collect/recording_file.h"

namespace mote {
namespace {

void report_manifest_gaps(const Manifest& manifest, const AudioFiles& found,
                          ImportReport& report) {
  std::set<std::string> names;
  for (const AudioFile& file : found.files) names.insert(file.name);
  for (const auto& [name, entry] : manifest.entries) {
    if (names.count(name) == 0) {
      report.refused.push_back(
          {name, "the manifest lists it, but it is not there"});
    }
  }
}

void report_left_out(const AudioFiles& found, ImportReport& report) {
  if (found.left_out.empty()) return;
  report.warnings.push_back(
      std::to_string(found.left_out.size()) +
      " file(s) without the name of an audio file were left out: " +
      found.left_out.front() + (found.left_out.size() > 1 ? ", ..." : ""));
}

}  // namespace

void ImportReport::add(const ImportReport& other) {
  added += other.added;
  updated += other.updated;
  duplicates += other.duplicates;
  refused.insert(refused.end(), other.refused.begin(), other.refused.end());
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
}

namespace {

ImportReport import_folder(const fs::path& path, Store& store,
                           const ImportOptions& options, Run& run) {
  const AudioFiles found = find_audio_files(path);
  if (found.files.empty()) {
    throw Error("there are no audio files in this folder", path.string(),
                "It should hold a folder a label with recordings in it, such "
                "as left/anna_nohash_0.wav.");
  }
  const Manifest manifest =
      fs::is_directory(path) ? read_manifest(path) : Manifest();
  ImportReport report;
  report_manifest_gaps(manifest, found, report);
  report_left_out(found, report);
  std::vector<RecordingFile> files;
  for (const AudioFile& file : found.files) {
    files.push_back({file.name, [&file] { return read_bytes(file.path); }});
  }
  for (size_t at = 0; at < files.size(); at += kBatchFiles) {
    const size_t count = std::min(kBatchFiles, files.size() - at);
    import_files(std::span(files).subspan(at, count), options, manifest, store,
                 run, report);
    run.progress.update("import", static_cast<int64_t>(at + count),
                        static_cast<int64_t>(files.size()),
                        std::to_string(report.added) + " added");
  }
  return report;
}

bool is_archive_name(const fs::path& path) {
  static const std::set<std::string> endings = {".gz",  ".tgz", ".zip", ".tar",
                                                ".bz2", ".xz",  ".zst", ".7z"};
  return fs::is_regular_file(path) &&
         endings.count(path.extension().string()) != 0;
}

}  // namespace

ImportReport import_recordings(const fs::path& path, Store& store,
                               const ImportOptions& options, Run& run) {
  return is_archive_name(path) ? import_archive(path, store, options, {}, run)
                               : import_folder(path, store, options, run);
}

}  // namespace mote
