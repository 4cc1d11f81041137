#include "lib/firmware/sensor/firmware_source.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/firmware/sensor/sensor_firmware.h"

namespace mote {
namespace {

constexpr size_t kMostBytes = 65536;

// QEMU with the board's first UART at its standard output.
class EmulatedBoard : public ByteSource {
 public:
  EmulatedBoard(const Target& target, const fs::path& folder)
      : name_(folder.string()) {
    std::vector<std::string> words =
        emulator_command(target, folder / "firmware.elf");
    *(std::find(words.begin(), words.end(), "-serial") + 1) = "stdio";
    start(words);
  }
  ~EmulatedBoard() override {
    ::kill(child_, SIGKILL);
    while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
    ::close(to_board_), ::close(from_board_);
  }
  EmulatedBoard(const EmulatedBoard&) = delete;
  EmulatedBoard& operator=(const EmulatedBoard&) = delete;

  std::optional<Chunk> read(std::chrono::milliseconds timeout) override {
    pollfd waiting{from_board_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(timeout.count()));
    Chunk chunk;
    if (ready > 0) {
      chunk.bytes.resize(kMostBytes);
      const ssize_t count =
          ::read(from_board_, chunk.bytes.data(), chunk.bytes.size());
      if (count == 0) {
        throw Error("the emulated board has stopped", name_,
                    "Build its firmware again: mote collect firmware " + name_);
      }
      chunk.bytes.resize(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    }
    chunk.arrived_ns = clock_.now_ns();
    return chunk;
  }

 private:
  void start(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) {
      arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) {
      throw Error(std::string("no pipe: ") + std::strerror(errno));
    }
    const pid_t parent = ::getpid();
    child_ = ::fork();
    if (child_ == 0) {
      // However this program ends, the emulator ends with it; Ctrl-C is for
      // this program alone.
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(1);
      ::setpgid(0, 0);
      ::dup2(in[0], 0), ::dup2(out[1], 1);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(in[0]), ::close(out[1]);
    to_board_ = in[1], from_board_ = out[0];
    if (child_ < 0) throw Error("the emulator cannot be started", words[0]);
  }

  std::string name_;
  pid_t child_ = -1;
  int to_board_ = -1, from_board_ = -1;
  ArrivalClock clock_;
};

}  // namespace

LiveSource open_sensor_firmware(const SourceOptions& options) {
  if (options.address.empty()) {
    throw UsageError("which firmware?", "--from firmware:FOLDER",
                     "Make one: mote collect firmware FOLDER");
  }
  const Target target = sensor_firmware_target(options.address);
  LiveSource source;
  source.bytes = std::make_unique<EmulatedBoard>(target, options.address);
  source.name = "firmware:" + options.address;
  source.decoder = options.decoder.empty() ? "framed" : options.decoder;
  source.declared.axes = options.axes;
  source.declared.rate_hz = options.rate_hz;
  source.metadata["device"] = target.title;
  return source;
}

}  // namespace mote
