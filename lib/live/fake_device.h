// Of tests: a board on a pseudo-terminal, and bytes from memory.
#pragma once

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "lib/base/error.h"
#include "lib/live/byte_source.h"

namespace mote {

// What the board's program has: its side of the line.
class BoardLine {
 public:
  explicit BoardLine(int line) : line_(line) {}

  // A line's bytes, as they are. False when nobody listens any more.
  bool send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = ::write(line_, text.data(), text.size());
      if (count <= 0) return false;
      text.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

  // Calls `make` for the text of each reading, at so many a second by the
  // clock, until it gives "" or nobody listens.
  void send_readings(double rate_hz,
                     const std::function<std::string(int)>& make) const {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0;; ++i) {
      std::this_thread::sleep_until(
          begin +
          std::chrono::nanoseconds(static_cast<int64_t>(i / rate_hz * 1e9)));
      const std::string text = make(i);
      if (text.empty() || !send(text)) return;
    }
  }

 private:
  int line_;
};

// A process that runs `program` on one side of a pseudo-terminal.
class FakeBoard {
 public:
  explicit FakeBoard(const std::function<void(const BoardLine&)>& program) {
    char name[128];
    int port = -1;
    if (::openpty(&line_, &port, name, nullptr, nullptr) != 0) {
      throw Error("no pseudo-terminal");
    }
    port_name_ = name;
    int go[2];
    if (::pipe(go) != 0) throw Error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::close(port);
      ::close(go[1]);
      char any = 0;
      if (::read(go[0], &any, 1) == 1) program(BoardLine(line_));
      (void)!::read(go[0], &any, 1);
      ::_exit(0);
    }
    ::close(go[0]);
    go_ = go[1];
    ::close(line_);
    kept_ = port;
  }
  ~FakeBoard() {
    unplug();
    ::close(go_);
    if (kept_ >= 0) ::close(kept_);
  }
  FakeBoard(const FakeBoard&) = delete;
  FakeBoard& operator=(const FakeBoard&) = delete;

  const std::string& port() const { return port_name_; }

  // The program begins; call it once the port is open (a board that is reset
  // when its port is opened does the same).
  void start() {
    const char any = 1;
    if (::write(go_, &any, 1) != 1) throw Error("the board does not start");
    if (kept_ >= 0) ::close(kept_);
    kept_ = -1;
  }

  // What was sent and not read yet may be lost, as on a real line.
  void unplug() {
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
  }

 private:
  std::string port_name_;
  int line_ = -1, kept_ = -1, go_ = -1;
  pid_t child_ = -1;
};

// Chunks from memory, as fast as they are taken.
class ChunksFromMemory : public ByteSource {
 public:
  explicit ChunksFromMemory(std::vector<Chunk> chunks)
      : chunks_(std::move(chunks)) {}

  std::optional<Chunk> read(std::chrono::milliseconds) override {
    if (at_ == chunks_.size()) return std::nullopt;
    return chunks_[at_++];
  }
  // As of a replay: nothing arrives while nobody reads.
  int64_t chunks_before_prompt() override { return 0; }

 private:
  std::vector<Chunk> chunks_;
  size_t at_ = 0;
};

}  // namespace mote
