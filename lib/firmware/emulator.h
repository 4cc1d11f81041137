// The emulator as a running program that firmware talks to.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "lib/compiler/target.h"

namespace mote {

// QEMU with a firmware image, from construction to destruction. What is sent
// arrives at the firmware's input (semihosting), what it writes is received.
class Emulator {
 public:
  enum class Clock {
    kFast,     // as fast as it goes
    kCounted,  // -icount shift=0: a nanosecond of its time an instruction
  };

  // Throws Error when the target has no emulator or its program is missing.
  Emulator(const Target& target, const std::filesystem::path& elf,
           Clock clock = Clock::kFast);
  ~Emulator();
  Emulator(const Emulator&) = delete;
  Emulator& operator=(const Emulator&) = delete;

  void send(std::span<const uint32_t> words);
  void send(std::span<const int16_t> samples);
  // Waits for `count` words. Throws Error with what QEMU said when the
  // firmware stopped or does not answer for a minute.
  std::vector<int32_t> receive(size_t count);

 private:
  void send_bytes(const void* data, size_t size);
  [[noreturn]] void fail(const std::string& what);

  std::string name_;  // of the firmware's file, for messages
  pid_t child_ = -1;
  int to_firmware_ = -1, from_firmware_ = -1;
  int messages_ = -1;  // a file in memory that takes QEMU's error messages
};

}  // namespace mote
