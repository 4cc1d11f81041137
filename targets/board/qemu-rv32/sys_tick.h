// The timer of QEMU's RISC-V machine with the interface of a Cortex-M's: counts
// down, a tick an instruction (under -icount shift=0).
#pragma once

#include <stdint.h>

namespace sys_tick {

// The Core Local Interruptor; its clock runs at 10 MHz: a tick in a hundred
// instructions ("RISC-V ACLINT Specification", section 2).
struct Interruptor {
  volatile uint32_t compare_low, compare_high;
};

inline Interruptor& Hardware() {
  return *reinterpret_cast<Interruptor*>(0x02004000);
}

// Its low and its high word.
inline const volatile uint32_t* TimeWords() {
  return reinterpret_cast<const volatile uint32_t*>(0x0200BFF8);
}

inline uint64_t Time() {
  uint32_t low, high;
  do {
    high = TimeWords()[1];
    low = TimeWords()[0];
  } while (high != TimeWords()[1]);
  return static_cast<uint64_t>(high) << 32 | low;
}

constexpr uint32_t kInterrupt = 2;
constexpr uint32_t kMask = 0xFFFFFFFF;
constexpr uint32_t kInstructionsPerTime = 100;

inline uint32_t& PeriodTime() {
  static uint32_t period;
  return period;
}

// The next interrupt comes a period from now.
inline void SetNext() {
  const uint64_t next = Time() + PeriodTime();
  Hardware().compare_high = 0xFFFFFFFF;  // not before both are written
  Hardware().compare_low = static_cast<uint32_t>(next);
  Hardware().compare_high = static_cast<uint32_t>(next >> 32);
}

inline void Start(uint32_t period_ticks, uint32_t flags) {
  if ((flags & kInterrupt) == 0) return;
  PeriodTime() = period_ticks / kInstructionsPerTime;
  SetNext();
  __asm__ volatile("csrs mie, %0\n csrsi mstatus, 8" ::"r"(1 << 7));
}

inline void Stop() { __asm__ volatile("csrc mie, %0" ::"r"(1 << 7)); }

inline uint32_t Now() {
  uint32_t count;
  __asm__ volatile("csrr %0, minstret" : "=r"(count));
  return 0 - count;
}
inline uint32_t Elapsed(uint32_t from, uint32_t to) { return from - to; }

}  // namespace sys_tick
