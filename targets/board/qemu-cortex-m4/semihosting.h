// The emulator's host as a byte stream: Arm's semihosting calls.
#pragma once

#include <stdint.h>

namespace semihosting {

// Opens QEMU's standard input and output.
void Open();

// Exactly `count` bytes. Ends the program when the input is over.
void Read(void* to, uint32_t count);
void Write(const void* from, uint32_t count);

// Ends the emulator; code 0 is success.
[[noreturn]] void Exit(uint32_t code);

}  // namespace semihosting
