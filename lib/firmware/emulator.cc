#include "lib/firmware/emulator.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/process.h"

namespace mote {
namespace {

constexpr int kPatienceMs = 60000;

std::vector<std::string> command_line(const Target& target,
                                      const std::filesystem::path& elf,
                                      Emulator::Clock clock) {
  std::vector<std::string> words = emulator_command(target, elf);
  if (clock == Emulator::Clock::kCounted) {
    words.insert(words.end(), {"-icount", "shift=0,sleep=off"});
  }
  return words;
}

// Starts a program with the given standard streams.
pid_t start(const std::vector<std::string>& words, int in, int out, int err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, err, 2);
  std::vector<char*> arguments;
  for (const std::string& word : words) {
    arguments.push_back(const_cast<char*>(word.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawn(&child, arguments[0], &actions, nullptr,
                                arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw Error(std::string("cannot be started: ") + std::strerror(error),
                words[0]);
  }
  return child;
}

}  // namespace

Emulator::Emulator(const Target& target, const std::filesystem::path& elf,
                   Clock clock)
    : name_(elf.filename().string()) {
  if (target.qemu_program.empty()) {
    throw Error("the target has no emulator", target.name,
                "Use a target that has one: qemu-cortex-m4.");
  }
  const auto words = command_line(target, elf, clock);
  ::signal(SIGPIPE, SIG_IGN);
  int in[2], out[2];
  messages_ = ::memfd_create("messages", MFD_CLOEXEC);
  if (messages_ < 0 || ::pipe2(in, O_CLOEXEC) != 0 ||
      ::pipe2(out, O_CLOEXEC) != 0) {
    throw Error(std::string("no pipe: ") + std::strerror(errno));
  }
  to_firmware_ = in[1], from_firmware_ = out[0];
  child_ = start(words, in[0], out[1], messages_);
  ::close(in[0]), ::close(out[1]);
}

Emulator::~Emulator() {
  ::close(to_firmware_), ::close(from_firmware_), ::close(messages_);
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Emulator::fail(const std::string& what) {
  std::string said(4096, '\0');
  const ssize_t count = ::pread(messages_, said.data(), said.size(), 0);
  said.resize(count > 0 ? static_cast<size_t>(count) : 0);
  throw Error(what, name_, said.empty() ? "" : "The emulator says: " + said);
}

void Emulator::send_bytes(const void* data, size_t size) {
  const char* next = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t count = ::write(to_firmware_, next, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("the emulated firmware has stopped");
    next += count;
    size -= static_cast<size_t>(count);
  }
}

void Emulator::send(std::span<const uint32_t> words) {
  send_bytes(words.data(), words.size_bytes());
}

void Emulator::send(std::span<const int16_t> samples) {
  send_bytes(samples.data(), samples.size_bytes());
}

std::vector<int32_t> Emulator::receive(size_t count) {
  std::vector<int32_t> words(count);
  char* next = reinterpret_cast<char*>(words.data());
  size_t missing = count * sizeof(int32_t);
  while (missing > 0) {
    pollfd ready = {from_firmware_, POLLIN, 0};
    const int answer = ::poll(&ready, 1, kPatienceMs);
    if (answer < 0 && errno == EINTR) continue;
    if (answer <= 0) fail("the emulated firmware does not answer");
    const ssize_t got = ::read(from_firmware_, next, missing);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("the emulated firmware has stopped");
    next += got;
    missing -= static_cast<size_t>(got);
  }
  return words;
}

}  // namespace mote
