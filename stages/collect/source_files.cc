#include "stages/collect/source_files.h"

#include <algorithm>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

namespace mote {
namespace {

class Walk {
 public:
  explicit Walk(const fs::path& root) : root_(root) { visit(root); }

  std::vector<FileOnDisk> finish() && {
    std::sort(found_.begin(), found_.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return std::move(found_);
  }

 private:
  void visit(const fs::path& folder) {
    std::error_code error;
    if (!seen_.insert(fs::canonical(folder, error).string()).second) return;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().filename().string().starts_with('.')) continue;
      if (entry.is_directory(error)) {
        visit(entry.path());
      } else if (entry.is_regular_file(error) &&
                 !is_companion_name(entry.path())) {
        found_.push_back(
            {entry.path(),
             entry.path().lexically_relative(root_).generic_string()});
      }
    }
  }

  fs::path root_;
  std::set<std::string> seen_;
  std::vector<FileOnDisk> found_;
};

}  // namespace

bool is_companion_name(const fs::path& path) {
  static const std::set<std::string> names = {
      "manifest.csv", "validation_list.txt", "testing_list.txt",
      "y_labels.csv", "transcripts.csv",     "attribution.csv"};
  static const std::set<std::string> texts = {"",     ".txt",  ".md",
                                              ".rst", ".html", ".pdf"};
  // Of Pascal VOC: lists of sides, and masks that are no pictures to learn.
  for (const fs::path& part : path.parent_path()) {
    if (part == "ImageSets" || part == "SegmentationClass" ||
        part == "SegmentationObject") {
      return true;
    }
  }
  const std::string name = lower_case(path.filename().string());
  if (names.count(name) != 0 || name.ends_with(".md")) return true;
  if (name.ends_with("_annotations.csv") || name.ends_with(".labels")) {
    return true;
  }
  if (texts.count(fs::path(name).extension().string()) == 0) return false;
  for (const char* about : {"readme", "license", "licence", "copying", "source",
                            "attribution", "changelog"}) {
    if (fs::path(name).stem().string().find(about) != std::string::npos) {
      return true;
    }
  }
  return false;
}

std::vector<FileOnDisk> find_files(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    throw Error("there is no such file or folder", path.string(),
                "Check the path.");
  }
  if (!fs::is_directory(status)) return {{path, path.filename().string()}};
  const fs::directory_iterator readable(path, error);
  if (error) {
    throw Error("the folder cannot be read: " + error.message(), path.string(),
                "Check its permissions.");
  }
  return Walk(path).finish();
}

}  // namespace mote
