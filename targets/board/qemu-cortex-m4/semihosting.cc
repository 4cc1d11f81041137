#include "semihosting.h"

namespace semihosting {
namespace {

// "Semihosting for AArch32 and AArch64", Arm, section 6.
enum Operation : uint32_t {
  kOpen = 0x01,
  kWrite = 0x05,
  kRead = 0x06,
  kExitExtended = 0x20,
};
constexpr uint32_t kReadBinary = 1, kWriteBinary = 5;
constexpr uint32_t kApplicationExit = 0x20026;

#if defined(__riscv)
// "RISC-V Semihosting", version 0.4: the call is these three instructions.
uint32_t Call(uint32_t operation, const uint32_t* arguments) {
  register uint32_t a0 __asm__("a0") = operation;
  register const uint32_t* a1 __asm__("a1") = arguments;
  __asm__ volatile(
      ".option push\n.option norvc\n.balign 16\n"
      "slli zero, zero, 0x1f\nebreak\nsrai zero, zero, 7\n"
      ".option pop\n"
      : "+r"(a0)
      : "r"(a1)
      : "memory");
  return a0;
}
#else
uint32_t Call(uint32_t operation, const uint32_t* arguments) {
  register uint32_t r0 __asm__("r0") = operation;
  register const uint32_t* r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}
#endif

uint32_t Address(const void* pointer) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer));
}

uint32_t OpenFile(const char* path, uint32_t length, uint32_t mode) {
  const uint32_t arguments[] = {Address(path), mode, length};
  return Call(kOpen, arguments);
}

uint32_t input, output;

}  // namespace

void Open() {
  input = OpenFile("/dev/stdin", 10, kReadBinary);
  output = OpenFile("/dev/stdout", 11, kWriteBinary);
}

void Read(void* to, uint32_t count) {
  uint8_t* next = static_cast<uint8_t*>(to);
  while (count > 0) {
    const uint32_t arguments[] = {input, Address(next), count};
    const uint32_t missing = Call(kRead, arguments);
    if (missing >= count) Exit(0);
    next += count - missing;
    count = missing;
  }
}

void Write(const void* from, uint32_t count) {
  const uint32_t arguments[] = {output, Address(from), count};
  if (Call(kWrite, arguments) != 0) Exit(1);
}

void Exit(uint32_t code) {
  const uint32_t arguments[] = {kApplicationExit, code};
  Call(kExitExtended, arguments);
  for (;;) {
  }
}

}  // namespace semihosting
