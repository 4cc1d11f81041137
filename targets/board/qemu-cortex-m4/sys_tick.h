// The 24-bit timer of every Cortex-M (Armv7-M Architecture Reference Manual,
// B3.3), clocked by the core.
#pragma once

#include <stdint.h>

namespace sys_tick {

struct Registers {
  volatile uint32_t control, reload, current;
};

inline Registers& Hardware() {
  return *reinterpret_cast<Registers*>(0xE000E010);
}

constexpr uint32_t kEnable = 1, kInterrupt = 2, kCoreClock = 4;
constexpr uint32_t kMask = 0xFFFFFF;

inline void Start(uint32_t period_ticks, uint32_t flags) {
  Hardware().control = 0;
  Hardware().reload = period_ticks - 1;
  Hardware().current = 0;
  Hardware().control = kEnable | kCoreClock | flags;
}

inline void Stop() { Hardware().control = 0; }

// Counts down; wraps after 2^24 ticks when started with that period.
inline uint32_t Now() { return Hardware().current; }
inline uint32_t Elapsed(uint32_t from, uint32_t to) {
  return (from - to) & kMask;
}

}  // namespace sys_tick
