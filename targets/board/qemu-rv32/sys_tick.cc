#include "sys_tick.h"

extern "C" {

[[noreturn]] void Fault();
void SysTickHandler();

// RISC-V Privileged Architecture, 3.1.15: the cause's highest bit tells an
// interrupt, 7 the timer.
__attribute__((interrupt, aligned(4))) void Trap() {
  uint32_t cause;
  __asm__ volatile("csrr %0, mcause" : "=r"(cause));
  if (cause != 0x80000007) Fault();
  sys_tick::SetNext();
  SysTickHandler();
}

}  // extern "C"
