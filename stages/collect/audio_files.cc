#include "stages/collect/audio_files.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"

namespace mote {
namespace {

class Walk {
 public:
  explicit Walk(const fs::path& root) : root_(root) { visit(root); }

  AudioFiles finish() && {
    std::sort(found_.files.begin(), found_.files.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    std::sort(found_.left_out.begin(), found_.left_out.end());
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
      } else {
        add(entry.path(), folder != root_);
      }
    }
  }

  void add(const fs::path& file, bool in_labelled_folder) {
    const std::string name = file.lexically_relative(root_).generic_string();
    if (is_audio_name(file)) {
      found_.files.push_back({file, name});
    } else if (in_labelled_folder && file.extension() != ".md") {
      found_.left_out.push_back(name);
    }
  }

  fs::path root_;
  std::set<std::string> seen_;
  AudioFiles found_;
};

}  // namespace

bool is_audio_name(const fs::path& path) {
  static const std::set<std::string> endings = {
      ".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3",
      ".aif", ".aiff", ".aifc", ".au",  ".snd", ".w64",  ".caf"};
  if (path.filename().string().starts_with('.')) return false;
  std::string ending = path.extension().string();
  std::transform(
      ending.begin(), ending.end(), ending.begin(),
      [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return endings.count(ending) != 0;
}

AudioFiles find_audio_files(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    throw Error("there is no such file or folder", path.string(),
                "Check the path.");
  }
  if (!fs::is_directory(status)) {
    return {{{path, path.filename().string()}}, {}};
  }
  const fs::directory_iterator readable(path, error);
  if (error) {
    throw Error("the folder cannot be read: " + error.message(), path.string(),
                "Check its permissions.");
  }
  return Walk(path).finish();
}

}  // namespace mote
