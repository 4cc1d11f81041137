// The boards' sys_tick.h, where nothing counts.
#pragma once

#include <stdint.h>

namespace sys_tick {

inline void Start(uint32_t /*period_ticks*/, uint32_t /*interrupts*/) {}
inline uint32_t Now() { return 0; }
inline uint32_t Elapsed(uint32_t /*from*/, uint32_t /*to*/) { return 0; }

}  // namespace sys_tick
