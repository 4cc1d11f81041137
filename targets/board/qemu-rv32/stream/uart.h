// The 16550 of QEMU's RISC-V machine virt.
#pragma once

#include <stdint.h>

namespace uart {

inline volatile uint8_t* Hardware() {
  return reinterpret_cast<volatile uint8_t*>(0x10000000);
}

constexpr int kData = 0, kFifoControl = 2, kLineControl = 3, kLineStatus = 5;
constexpr uint8_t kEightBits = 3, kEnableFifo = 1, kRoom = 0x20;

// The emulated one runs at any speed.
inline void Start() {
  Hardware()[kLineControl] = kEightBits;
  Hardware()[kFifoControl] = kEnableFifo;
}

inline void Write(uint8_t byte) {
  while ((Hardware()[kLineStatus] & kRoom) == 0) {
  }
  Hardware()[kData] = byte;
}

}  // namespace uart
