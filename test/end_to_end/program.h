// The program under test, and small projects for it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/base/process.h"

namespace mote::test {

// Runs `mote WORDS...` in `folder` and waits for it.
ProcessResult mote(const fs::path& folder, std::vector<std::string> words);

// The same with --json: stdout must be one JSON document.
nlohmann::json mote_json(const fs::path& folder, std::vector<std::string> words,
                         int expected_exit_code = 0);

// A mote running beside the test; what it prints goes to `output`.
class Background {
 public:
  Background(const fs::path& folder, const std::vector<std::string>& words,
             const fs::path& output = "/dev/null");
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  void send(int signal);
  int wait();  // the exit code; 128 + the signal that ended it

 private:
  pid_t child_;
  bool waited_ = false;
};

// Recordings in the layout of Speech Commands that a computer tells apart at
// once: every "word" is a chirp of its own, every speaker has a pitch.
// 12 speakers with 2 takes of each word, and background noise.
void write_recordings(const fs::path& folder,
                      const std::vector<std::string>& words);

// A folder with such recordings and a project on them that learns fast.
class TinyProject {
 public:
  TinyProject();
  const fs::path& folder() const { return folder_; }
  fs::path recordings() const { return root_.path() / "recordings"; }
  // Adds or replaces a line of mote.toml's section.
  void set(const std::string& text);

 private:
  TemporaryFolder root_;
  fs::path folder_;
};

// Names of all files below the folder that were left half-written.
std::vector<std::string> left_aside(const fs::path& folder);

// Waits up to `seconds` for a file that `found` accepts below the folder.
bool wait_for_file(const fs::path& folder, const std::string& part_of_path,
                   double seconds);

}  // namespace mote::test
