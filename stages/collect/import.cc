#include "stages/collect/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <set>
#include <span>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "stages/collect/boxes/box_files.h"
#include "stages/collect/import_archive.h"
#include "stages/collect/manifest.h"
#include "stages/collect/recording_file.h"
#include "stages/collect/source_files.h"

namespace mote {
namespace {

// A folder, or a file alone.
class FolderImport {
 public:
  FolderImport(const fs::path& path, const ImportOptions& options,
               const Run& run)
      : path_(path), on_disk_(find_files(path)) {
    if (on_disk_.empty()) {
      throw Error("there is nothing to import in this folder", path.string(),
                  "It should hold a folder a label with recordings in it, "
                  "such as left/anna_nohash_0.wav.");
    }
    const bool folder = fs::is_directory(path);
    context_.options = options;
    if (folder) take_boxes(run);
    std::vector<std::string> names;
    for (const FileOnDisk& file : on_disk_) {
      names.push_back(file.name);
      files_.push_back({file.name, [&file] { return read_bytes(file.path); }});
    }
    if (folder) {
      Manifest manifest = read_manifest(path);
      manifest.complete(std::move(context_.manifest));
      context_.manifest = std::move(manifest);
      context_.naming = Naming(names, options.naming);
    }
    context_.sibling =
        [root = folder ? path : path.parent_path()](const std::string& name) {
          return read_below(root, name);
        };
    if (folder) context_.origin = origin_of(path, context_);
  }

  const std::vector<RecordingFile>& files() const { return files_; }
  const ImportContext& context() const { return context_; }

  void report_manifest_gaps(ImportReport& report) const {
    std::set<std::string> names;
    for (const FileOnDisk& file : on_disk_) names.insert(file.name);
    for (const auto& [name, entry] : context_.manifest.entries) {
      if (names.count(name) == 0) {
        report.refused.push_back(
            {name, "the manifest lists it, but it is not there"});
      }
    }
  }

 private:
  // What annotation files say; they are no recordings.
  void take_boxes(const Run& run) {
    std::vector<std::string> names;
    for (const FileOnDisk& file : on_disk_) names.push_back(file.name);
    BoxFiles boxes = read_box_files(
        names,
        [&](const std::string& name, size_t most) {
          return beginning_of(path_ / name, most);
        },
        run);
    std::erase_if(on_disk_, [&](const FileOnDisk& file) {
      return boxes.names.count(file.name) != 0;
    });
    context_.manifest = std::move(boxes.manifest);
  }

  static std::string beginning_of(const fs::path& file, size_t most) {
    std::error_code unknown;
    const auto bytes = fs::file_size(file, unknown);
    if (unknown) return "";
    std::string text(std::min<size_t>(bytes, most), '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<size_t>(stream.gcount()));
    return text;
  }

  static std::optional<std::vector<uint8_t>> read_below(
      const fs::path& root, const std::string& name) {
    const fs::path file = root / name;
    if (!fs::is_regular_file(file)) return std::nullopt;
    return read_bytes(file);
  }

  fs::path path_;
  std::vector<FileOnDisk> on_disk_;
  std::vector<RecordingFile> files_;
  ImportContext context_;
};

// So many of them, from the first to the last.
std::vector<RecordingFile> spread(const std::vector<RecordingFile>& files,
                                  size_t most) {
  if (most == 0 || files.size() <= most) return files;
  std::vector<RecordingFile> chosen;
  for (size_t i = 0; i < most; ++i) {
    chosen.push_back(files[i * files.size() / most]);
  }
  return chosen;
}

ImportReport import_all(std::span<const RecordingFile> files,
                        const ImportContext& context, Store* store, Run& run) {
  ImportReport report;
  report_terms(context.origin, report);
  report_warnings(context.manifest, report);
  for (size_t at = 0; at < files.size(); at += kBatchFiles) {
    const size_t count = std::min(kBatchFiles, files.size() - at);
    import_files(files.subspan(at, count), context, store, run, report);
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

std::string ImportWarning::text() const {
  if (count == 1) return example.empty() ? what : what + ": " + example;
  return fmt::format("{}: {} ({} in all)", what, example, count);
}

void ImportReport::add(const ImportReport& other) {
  added += other.added;
  updated += other.updated;
  duplicates += other.duplicates;
  refused.insert(refused.end(), other.refused.begin(), other.refused.end());
  for (const ImportWarning& warning : other.warnings) {
    warn(warning.what, warning.example, warning.count);
  }
  understood.add(other.understood);
  if (terms.licence.empty()) terms.licence = other.terms.licence;
  if (terms.attribution.empty()) terms.attribution = other.terms.attribution;
}

void ImportReport::warn(const std::string& what, const std::string& example,
                        size_t count) {
  for (ImportWarning& warning : warnings) {
    if (warning.what == what) {
      warning.count += count;
      return;
    }
  }
  warnings.push_back({what, count, example});
}

ImportReport import_recordings(const fs::path& path, Store& store,
                               const ImportOptions& options, Run& run) {
  checked_rate(options.read.rate_hz, "--rate");
  if (is_archive_name(path)) {
    return import_archive(path, &store, options, {}, run);
  }
  const FolderImport folder(path, options, run);
  ImportReport report =
      import_all(folder.files(), folder.context(), &store, run);
  folder.report_manifest_gaps(report);
  return report;
}

ImportReport preview_recordings(const fs::path& path,
                                const ImportOptions& options, size_t most_files,
                                Run& run) {
  checked_rate(options.read.rate_hz, "--rate");
  if (is_archive_name(path)) {
    return import_archive(path, nullptr, options, {}, run, most_files);
  }
  const FolderImport folder(path, options, run);
  ImportReport report = import_all(spread(folder.files(), most_files),
                                   folder.context(), nullptr, run);
  report.understood.files_in_all = folder.files().size();
  folder.report_manifest_gaps(report);
  return report;
}

}  // namespace mote
