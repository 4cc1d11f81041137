#include "stages/collect/import_archive.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "lib/base/error.h"
#include "lib/dataset/dataset.h"
#include "stages/collect/archive.h"
#include "stages/collect/audio_files.h"
#include "stages/collect/recording_file.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

bool is_list_name(const std::string& name) {
  const std::string file = fs::path(name).filename().string();
  return file == "manifest.csv" || file == "validation_list.txt" ||
         file == "testing_list.txt";
}

// What a first pass over an archive finds.
struct Contents {
  std::map<std::string, std::string> lists;  // name -> text
  std::set<std::string> top_folders;
  int64_t audio_files = 0;
};

Contents look_through(const fs::path& archive, Run& run) {
  Contents contents;
  read_archive(
      archive,
      [&](const std::string& name) {
        run.throw_if_stopped();
        if (is_audio_name(name)) {
          ++contents.audio_files;
          const fs::path path(name);
          const bool nested = std::distance(path.begin(), path.end()) > 2;
          contents.top_folders.insert(nested ? path.begin()->string() : "");
        }
        return is_list_name(name);
      },
      [&](ArchivedFile file) {
        contents.lists[file.name] = {file.bytes.begin(), file.bytes.end()};
      });
  return contents;
}

// "data/" when every recording lies two folders deep below data/ only.
std::string common_root(const Contents& contents) {
  if (contents.top_folders.size() != 1) return "";
  const std::string top = *contents.top_folders.begin();
  return top.empty() || !side_of_word(top).empty() ? "" : top + "/";
}

Manifest manifest_of(const Contents& contents, const std::string& root) {
  auto text_of = [&](const std::string& name) {
    const auto found = contents.lists.find(root + name);
    return found != contents.lists.end() ? found->second : std::string();
  };
  const std::string csv = text_of("manifest.csv");
  if (!csv.empty()) return parse_manifest(csv, root + "manifest.csv");
  return manifest_of_lists(text_of("validation_list.txt"),
                           text_of("testing_list.txt"));
}

// Collects files of the archive and imports them batch by batch.
class ArchiveImport {
 public:
  ArchiveImport(Store& store, const ImportOptions& options,
                const Contents& contents, Run& run)
      : store_(store),
        options_(options),
        run_(run),
        root_(common_root(contents)),
        manifest_(manifest_of(contents, root_)),
        total_(contents.audio_files) {}

  std::string name_below_root(const std::string& name) const {
    return name.starts_with(root_) ? name.substr(root_.size()) : name;
  }

  bool wants(const std::string& name,
             const std::vector<std::string>& only_labels) {
    if (!is_audio_name(name)) return false;
    ++seen_;
    if (only_labels.empty()) return true;
    const auto label =
        describe_file(name_below_root(name), options_, manifest_).label;
    return label == kBackgroundLabel ||
           std::find(only_labels.begin(), only_labels.end(), label) !=
               only_labels.end();
  }

  void take(ArchivedFile file) {
    files_.push_back({name_below_root(file.name),
                      [bytes = std::move(file.bytes)] { return bytes; }});
    if (files_.size() == kBatchFiles) flush();
  }

  void flush() {
    import_files(files_, options_, manifest_, store_, run_, report_);
    files_.clear();
    run_.progress.update("import", seen_, total_,
                         std::to_string(report_.added) + " added");
  }

  ImportReport finish() {
    flush();
    return report_;
  }

 private:
  Store& store_;
  const ImportOptions& options_;
  Run& run_;
  std::string root_;
  Manifest manifest_;
  int64_t total_, seen_ = 0;
  std::vector<RecordingFile> files_;
  ImportReport report_;
};

}  // namespace

ImportReport import_archive(const fs::path& archive, Store& store,
                            const ImportOptions& options,
                            const std::vector<std::string>& only_labels,
                            Run& run) {
  const Contents contents = look_through(archive, run);
  if (contents.audio_files == 0) {
    throw Error("there are no audio files in this archive", archive.string(),
                "It should hold a folder a label with recordings in it.");
  }
  ArchiveImport import(store, options, contents, run);
  read_archive(
      archive,
      [&](const std::string& name) { return import.wants(name, only_labels); },
      [&](ArchivedFile file) { import.take(std::move(file)); });
  return import.finish();
}

}  // namespace mote
