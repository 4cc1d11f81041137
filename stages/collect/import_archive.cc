#include "stages/collect/import_archive.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "lib/base/error.h"
#include "lib/dataset/dataset.h"
#include "stages/collect/archive.h"
#include "stages/collect/boxes/box_files.h"
#include "stages/collect/recording_file.h"
#include "stages/collect/source_files.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

// Companions and annotations are kept in memory while the archive is read.
constexpr size_t kMostCompanionBytes = size_t{1} << 30;

bool is_hidden(const std::string& name) {
  for (const fs::path& part : fs::path(name)) {
    if (part.string().starts_with('.') || part == "__MACOSX") return true;
  }
  return false;
}

// What a first pass over an archive finds.
struct Contents {
  std::map<std::string, std::vector<uint8_t>> companions;
  std::vector<std::string> names;  // of files that may be recordings
  std::set<std::string> box_files;
  std::string root;  // "data/": all lies below it
};

// "data/" when every recording lies two folders deep below data/ only.
std::string common_root(const std::vector<std::string>& names) {
  std::set<std::string> top_folders;
  for (const std::string& name : names) {
    const fs::path path(name);
    const bool nested = std::distance(path.begin(), path.end()) > 2;
    top_folders.insert(nested ? path.begin()->string() : "");
  }
  if (top_folders.size() != 1) return "";
  const std::string top = *top_folders.begin();
  return top.empty() || !side_of_word(top).empty() ? "" : top + "/";
}

bool has_boxes(const ArchivedFile& file) {
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()),
                              file.bytes.size());
  return may_be_box_file(file.name) &&
         is_box_file(file.name, text.substr(0, kBoxFileBeginning));
}

Contents look_through(const fs::path& archive, Run& run) {
  Contents contents;
  size_t companion_bytes = 0;
  read_archive(
      archive,
      [&](const std::string& name) {
        run.throw_if_stopped();
        if (is_hidden(name)) return false;
        const bool companion = is_companion_name(name);
        if (!companion) contents.names.push_back(name);
        return companion || may_be_box_file(name);
      },
      [&](ArchivedFile file) {
        if (!is_companion_name(file.name) && !has_boxes(file)) return true;
        companion_bytes += file.bytes.size();
        if (companion_bytes > kMostCompanionBytes) {
          throw Error(
              "the annotations and lists in the archive are larger "
              "than 1 GiB",
              archive.string(), "Unpack it, and import the folder.");
        }
        contents.companions[file.name] = std::move(file.bytes);
        return true;
      });
  contents.root = common_root(contents.names);
  return contents;
}

std::string text_in(const Contents& contents, const std::string& name,
                    size_t most_bytes) {
  const auto found = contents.companions.find(contents.root + name);
  if (found == contents.companions.end()) return "";
  const std::string_view text(
      reinterpret_cast<const char*>(found->second.data()),
      found->second.size());
  return std::string(text.substr(0, most_bytes));
}

// Takes the annotation files out of the contents.
Manifest take_boxes(Contents& contents, const Run& run) {
  std::vector<std::string> names;
  for (const std::string& name : contents.names) {
    names.push_back(name.substr(contents.root.size()));
  }
  BoxFiles boxes = read_box_files(
      names,
      [&](const std::string& name, size_t most_bytes) {
        return text_in(contents, name, most_bytes);
      },
      run);
  for (const std::string& name : boxes.names) {
    contents.companions.erase(contents.root + name);
    contents.box_files.insert(contents.root + name);
  }
  std::erase_if(contents.names, [&](const std::string& name) {
    return contents.box_files.count(name) != 0;
  });
  return std::move(boxes.manifest);
}

Manifest manifest_of(const Contents& contents) {
  return manifest_of_files([&](const std::string& name) {
    return text_in(contents, name, std::string::npos);
  });
}

ImportContext context_of(const fs::path& archive, Contents& contents,
                         const ImportOptions& options, const Run& run) {
  Manifest boxes = take_boxes(contents, run);
  Manifest manifest = manifest_of(contents);
  manifest.complete(std::move(boxes));
  std::vector<std::string> names;
  for (const std::string& name : contents.names) {
    names.push_back(name.substr(contents.root.size()));
  }
  ImportContext context{
      options, std::move(manifest), Naming(names, options.naming), nullptr, {}};
  context.sibling =
      [&contents](
          const std::string& name) -> std::optional<std::vector<uint8_t>> {
    const auto found = contents.companions.find(contents.root + name);
    if (found == contents.companions.end()) return std::nullopt;
    return found->second;
  };
  context.origin = origin_of(archive, context);
  return context;
}

// Collects files of the archive and imports them batch by batch.
class ArchiveImport {
 public:
  ArchiveImport(const fs::path& archive, Store* store,
                const ImportOptions& options, Contents& contents,
                size_t most_files, Run& run)
      : store_(store),
        most_files_(most_files),
        run_(run),
        root_(contents.root),
        contents_(contents),
        context_(context_of(archive, contents, options, run)),
        total_(static_cast<int64_t>(contents.names.size())) {}

  bool wants(const std::string& name,
             const std::vector<std::string>& only_labels) {
    run_.throw_if_stopped();
    if (is_hidden(name) || is_companion_name(name) ||
        contents_.box_files.count(name) != 0) {
      return false;
    }
    ++seen_;
    if (only_labels.empty()) return true;
    const auto label = describe_file(name.substr(root_.size()), context_).label;
    return label == kBackgroundLabel ||
           std::find(only_labels.begin(), only_labels.end(), label) !=
               only_labels.end();
  }

  // False once it has enough.
  bool take(ArchivedFile file) {
    bytes_ += file.bytes.size();
    files_.push_back({file.name.substr(root_.size()),
                      [bytes = std::move(file.bytes)] { return bytes; }});
    if (files_.size() == kBatchFiles || bytes_ > kMostBatchBytes) flush();
    return ++taken_ != most_files_;
  }

  ImportReport finish() {
    flush();
    report_.understood.files_in_all = static_cast<size_t>(total_);
    report_terms(context_.origin, report_);
    report_warnings(context_.manifest, report_);
    return report_;
  }

 private:
  static constexpr size_t kMostBatchBytes = size_t{256} << 20;

  void flush() {
    import_files(files_, context_, store_, run_, report_);
    files_.clear();
    bytes_ = 0;
    run_.progress.update("import", seen_, total_,
                         std::to_string(report_.added) + " added");
  }

  Store* store_;
  size_t most_files_, taken_ = 0;
  Run& run_;
  std::string root_;
  const Contents& contents_;
  ImportContext context_;
  int64_t total_, seen_ = 0;
  size_t bytes_ = 0;
  std::vector<RecordingFile> files_;
  ImportReport report_;
};

}  // namespace

ImportReport import_archive(const fs::path& archive, Store* store,
                            const ImportOptions& options,
                            const std::vector<std::string>& only_labels,
                            Run& run, size_t most_files) {
  Contents contents = look_through(archive, run);
  if (contents.names.empty()) {
    throw Error("there are no recordings in this archive", archive.string(),
                "It should hold a folder a label with recordings in it.");
  }
  ArchiveImport import(archive, store, options, contents, most_files, run);
  read_archive(
      archive,
      [&](const std::string& name) { return import.wants(name, only_labels); },
      [&](ArchivedFile file) { return import.take(std::move(file)); });
  return import.finish();
}

}  // namespace mote
