// Other programs: compilers, emulators, synthesizers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

struct ProcessResult {
  int exit_code;       // 128 + the signal number when one ended it
  std::string output;  // standard output
  std::string errors;  // standard error
};

struct ProcessOptions {
  std::filesystem::path folder;  // working folder; empty: this process's own
  std::string input;             // given to standard input
  double timeout_s = 0;          // 0: none; afterwards killed, exit code 137
};

// Runs a program found on PATH, without a shell, and waits for it. Throws
// Error only when it could not be started; the caller judges the exit code.
ProcessResult run_process(const std::vector<std::string>& command,
                          const ProcessOptions& options = {});

// Where PATH finds a program, if it does.
std::optional<std::filesystem::path> find_program(std::string_view name);

// find_program, or Error("arm-none-eabi-g++ is not installed", hint: "Install
// it with: apt-get install gcc-arm-none-eabi"). All such messages of mote and
// `mote doctor` come from one table: known_tools().
std::filesystem::path require_program(std::string_view name);

struct Tool {
  std::string program, package, purpose;
  bool optional = false;  // most people never need it
};
const std::vector<Tool>& known_tools();

}  // namespace mote
