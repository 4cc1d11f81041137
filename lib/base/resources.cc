#include "lib/base/resources.h"

#include <cstdlib>

#include "lib/base/error.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

bool holds_resources(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / "targets/board", ignored);
}

fs::path find_resources() {
  if (const char* folder = std::getenv("MOTE_RESOURCES")) {
    if (holds_resources(folder)) return folder;
    throw Error("holds no device/ folder", folder,
                "MOTE_RESOURCES must name the folder with device/ and "
                "targets/.");
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = program.parent_path().parent_path() / "share/mote";
  if (holds_resources(installed)) return installed;
  if (holds_resources(MOTE_SOURCE_DIR)) return MOTE_SOURCE_DIR;
  throw Error("device/ and targets/ are not found", installed.string(),
              "Install mote again, or set MOTE_RESOURCES to its folder.");
}

}  // namespace

const fs::path& resource_folder() {
  static const fs::path folder = find_resources();
  return folder;
}

}  // namespace mote
