// The UART of Arm's MPS2 boards (Cortex-M System Design Kit, Technical
// Reference Manual, 4.3).
#pragma once

#include <stdint.h>

#include "board_clock.h"
#include "uart_address.h"

namespace uart {

struct Registers {
  volatile uint32_t data, state, control, interrupt, divider;
};

inline Registers& Hardware() { return *reinterpret_cast<Registers*>(kAddress); }

constexpr uint32_t kFull = 1;      // in state: the transmitter's buffer
constexpr uint32_t kTransmit = 1;  // in control

inline void Start() {
  Hardware().divider = board_clock::kTicksPerSecond / board_clock::kBaud;
  Hardware().control = kTransmit;
}

inline void Write(uint8_t byte) {
  while ((Hardware().state & kFull) != 0) {
  }
  Hardware().data = byte;
}

}  // namespace uart
