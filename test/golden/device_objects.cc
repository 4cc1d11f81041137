#include "test/golden/device_objects.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"

namespace mote::test {
namespace {

// A hash of all paths and texts below device/.
std::string hash_of_device() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(resource_folder() / "device")) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Sha256 hash;
  for (const fs::path& file : files) {
    hash.add(sha256(file.string()));
    hash.add(sha256(read_text(file)));
  }
  return hash.finish();
}

// Holds the objects of device/ as it is now; those of before are removed.
const fs::path& object_folder() {
  static const fs::path folder = [] {
    const fs::path all = fs::path(MOTE_BINARY_DIR) / "device_objects";
    const fs::path now = all / hash_of_device();
    fs::create_directories(now);
    for (const auto& entry : fs::directory_iterator(all)) {
      std::error_code removed_by_another;
      if (entry.path() != now) fs::remove_all(entry, removed_by_another);
    }
    return now;
  }();
  return folder;
}

// Another compiler under the same name is another command.
std::string hash_of_command(const std::vector<std::string>& command,
                            const std::string& source) {
  const fs::path compiler = require_program(command.front());
  const auto written = fs::last_write_time(compiler).time_since_epoch();
  Sha256 hash;
  for (const std::string& word : command) hash.add(sha256(word));
  hash.add(sha256(std::to_string(written.count())));
  hash.add(sha256(source));
  return hash.finish();
}

}  // namespace

fs::path device_object(const std::vector<std::string>& command,
                       const std::string& source) {
  fs::path object = object_folder() / (hash_of_command(command, source) + ".o");
  if (fs::exists(object)) return object;
  const TemporaryFolder folder(object_folder());
  const fs::path made = folder.path() / "made.o";
  std::vector<std::string> compile = command;
  compile.insert(compile.end(),
                 {"-I" + resource_folder().string(), "-c",
                  (resource_folder() / source).string(), "-o", made.string()});
  const ProcessResult result = run_process(compile);
  EXPECT_EQ(result.exit_code, 0) << result.errors.substr(0, 4000);
  if (result.exit_code == 0) fs::rename(made, object);
  return object;
}

}  // namespace mote::test
