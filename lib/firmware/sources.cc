#include "lib/firmware/sources.h"

#include <map>
#include <string_view>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/resources.h"

namespace mote {
namespace {

// The paths in `#include "device/..."` lines.
std::vector<fs::path> device_includes(std::string_view text) {
  constexpr std::string_view kStart = "#include \"device/";
  std::vector<fs::path> paths;
  for (size_t at = text.find(kStart); at != std::string_view::npos;
       at = text.find(kStart, at + 1)) {
    const size_t begin = text.find('"', at) + 1;
    paths.emplace_back(text.substr(begin, text.find('"', begin) - begin));
  }
  return paths;
}

bool is_kernel(const fs::path& path) {
  return path.string().starts_with("device/nn/");
}

}  // namespace

std::vector<SourceFile> device_sources(const std::vector<fs::path>& files) {
  std::map<fs::path, std::string> found;
  std::vector<fs::path> waiting = files;
  while (!waiting.empty()) {
    const fs::path path = waiting.back();
    waiting.pop_back();
    if (found.count(path) != 0) continue;
    const std::string& text = found[path] = read_text(resource_folder() / path);
    for (const fs::path& include : device_includes(text)) {
      waiting.push_back(include);
    }
    const fs::path definitions = fs::path(path).replace_extension(".cc");
    if (!is_kernel(path) && fs::exists(resource_folder() / definitions)) {
      waiting.push_back(definitions);
    }
  }
  std::vector<SourceFile> sources;
  for (auto& [path, text] : found) sources.push_back({path, std::move(text)});
  return sources;
}

std::vector<SourceFile> target_sources(const Target& target) {
  std::vector<SourceFile> files;
  for (const fs::path& path : target_files(target)) {
    files.push_back({path.filename(), read_text(path)});
  }
  for (const SourceFile& file : files) {
    if (file.path == "main.cc") return files;
  }
  throw Error("has no main.cc",
              (resource_folder() / "targets" / "board" / target.name).string(),
              "docs/add_a_target.md lists the files of a target.");
}

}  // namespace mote
