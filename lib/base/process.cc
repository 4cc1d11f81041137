#include "lib/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Pipe {
  int read_end = -1, write_end = -1;

  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      throw Error(std::string("no pipe: ") + std::strerror(errno));
    }
    read_end = ends[0], write_end = ends[1];
  }
  ~Pipe() { close_read(), close_write(); }
  void close_read() { close_end(read_end); }
  void close_write() { close_end(write_end); }
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

// The words as execvp wants them. Made before the fork: between fork and exec a
// child of a program with threads must not allocate, or it may wait for a lock
// that no one holds any more.
std::vector<char*> argument_pointers(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const auto& word : command) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  return arguments;
}

[[noreturn]] void become(const std::vector<char*>& arguments,
                         const fs::path& folder, Pipe& in, Pipe& out,
                         Pipe& err) {
  ::dup2(in.read_end, 0);
  ::dup2(out.write_end, 1);
  ::dup2(err.write_end, 2);
  if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(126);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

void read_some(int& end, std::string& into) {
  std::array<char, 16384> buffer;
  const ssize_t count = ::read(end, buffer.data(), buffer.size());
  if (count > 0) {
    into.append(buffer.data(), static_cast<size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    Pipe::close_end(end);
  }
}

void write_some(int& end, std::string_view& rest) {
  const ssize_t count = ::write(end, rest.data(), rest.size());
  if (count > 0) rest.remove_prefix(static_cast<size_t>(count));
  if (rest.empty() || (count < 0 && errno != EINTR && errno != EAGAIN)) {
    Pipe::close_end(end);
  }
}

// Milliseconds until the deadline, -1 for none.
int wait_ms(double timeout_s, Clock::time_point start) {
  if (timeout_s <= 0) return -1;
  const double left =
      timeout_s - std::chrono::duration<double>(Clock::now() - start).count();
  return left <= 0 ? 0 : static_cast<int>(left * 1000) + 1;
}

// Moves data both ways until both outputs are closed. False on time-out.
bool exchange(Pipe& in, Pipe& out, Pipe& err, const ProcessOptions& options,
              ProcessResult& result) {
  const auto start = Clock::now();
  std::string_view rest = options.input;
  if (rest.empty()) in.close_write();
  while (out.read_end >= 0 || err.read_end >= 0) {
    std::array<pollfd, 3> ends = {{{out.read_end, POLLIN, 0},
                                   {err.read_end, POLLIN, 0},
                                   {in.write_end, POLLOUT, 0}}};
    const int wait = wait_ms(options.timeout_s, start);
    const int ready = ::poll(ends.data(), ends.size(), wait);
    if (ready == 0 && wait >= 0) return false;
    if (ends[0].revents != 0) read_some(out.read_end, result.output);
    if (ends[1].revents != 0) read_some(err.read_end, result.errors);
    if (ends[2].revents != 0) write_some(in.write_end, rest);
  }
  return true;
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& command,
                          const ProcessOptions& options) {
  if (!find_program(command.at(0))) require_program(command[0]);
  ::signal(SIGPIPE, SIG_IGN);
  Pipe in, out, err;
  const std::vector<char*> arguments = argument_pointers(command);
  const pid_t child = ::fork();
  if (child < 0) {
    throw Error(std::string("cannot be started: ") + std::strerror(errno),
                command[0]);
  }
  if (child == 0) become(arguments, options.folder, in, out, err);
  in.close_read(), out.close_write(), err.close_write();
  ::fcntl(in.write_end, F_SETFL, O_NONBLOCK);
  ProcessResult result{};
  if (!exchange(in, out, err, options, result)) ::kill(child, SIGKILL);
  in.close_write();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = exit_code_of(status);
  return result;
}

std::optional<fs::path> find_program(std::string_view name) {
  if (name.find('/') != std::string_view::npos) {
    if (::access(std::string(name).c_str(), X_OK) == 0) return fs::path(name);
    return std::nullopt;
  }
  const char* path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "/usr/bin:/bin";
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    const fs::path candidate = fs::path(rest.substr(0, colon)) / name;
    if (::access(candidate.c_str(), X_OK) == 0 &&
        fs::is_regular_file(candidate)) {
      return candidate;
    }
    rest = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
  }
  return std::nullopt;
}

fs::path require_program(std::string_view name) {
  if (auto found = find_program(name)) return *found;
  for (const Tool& tool : known_tools()) {
    if (tool.program == name) {
      throw Error(tool.program + " is not installed (" + tool.purpose + ")", "",
                  "Install it with: apt-get install " + tool.package +
                      "    (mote doctor lists all tools)");
    }
  }
  throw Error(std::string(name) + " is not installed", "",
              "Install it and make sure PATH finds it.");
}

const std::vector<Tool>& known_tools() {
  static const std::vector<Tool> tools = {
      {"arm-none-eabi-g++", "gcc-arm-none-eabi", "builds Arm firmware"},
      {"arm-none-eabi-nm", "binutils-arm-none-eabi", "measures Arm firmware"},
      {"qemu-system-arm", "qemu-system-arm", "runs Arm firmware"},
      {"g++", "g++", "builds the linux target"},
      {"espeak-ng", "espeak-ng", "synthesizes speech in many accents"},
      {"aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu",
       "builds the linux-aarch64 target", true},
      {"qemu-aarch64", "qemu-user", "runs linux-aarch64 programs", true},
      {"clang++-14", "clang-14", "builds the wasm target", true},
      {"wasm-ld-14", "lld-14", "links the wasm target", true},
      {"node", "nodejs", "runs wasm programs", true},
  };
  return tools;
}

}  // namespace mote
