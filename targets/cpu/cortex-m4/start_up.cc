// Start-up of a Cortex-M: vector table, memory, main. Every symbol the linker
// script gives is named linker_*.
#include <stdint.h>

extern "C" {

extern uint32_t linker_stack_top[];
extern const uint32_t linker_data_load[];
extern uint32_t linker_data_start[], linker_data_end[];
extern uint32_t linker_bss_start[], linker_bss_end[];

int main();
[[noreturn]] void Fault();  // the board's: something went badly wrong
void SysTickHandler();      // the board's

[[noreturn]] void Reset() {
#if !defined(__ARM_FEATURE_UNALIGNED)
  // An emulator with a larger core: unaligned accesses must fault, as they do
  // on an Armv6-M (Configuration and Control Register, UNALIGN_TRP).
  *reinterpret_cast<volatile uint32_t*>(0xE000ED14) |= 1 << 3;
#endif
#if defined(__ARM_FEATURE_MVE)
  // Full access to the vector unit (Coprocessor Access Control Register).
  *reinterpret_cast<volatile uint32_t*>(0xE000ED88) |= 0xF << 20;
  __asm__ volatile("dsb\nisb");
#endif
  const uint32_t* load = linker_data_load;
  for (uint32_t* to = linker_data_start; to < linker_data_end; ++to) {
    *to = *load++;
  }
  for (uint32_t* to = linker_bss_start; to < linker_bss_end; ++to) *to = 0;
  main();
  Fault();  // main of a device never returns
}

}  // extern "C"

namespace {

// Armv7-M Architecture Reference Manual, B1.5.3: the initial stack pointer,
// then the handlers of exceptions 1 to 15.
struct VectorTable {
  uint32_t* stack;
  void (*handlers[15])();
};

__attribute__((section(".vectors"), used)) const VectorTable kVectors = {
    linker_stack_top,
    {Reset, Fault, Fault, Fault, Fault, Fault, nullptr, nullptr, nullptr,
     nullptr, Fault, Fault, nullptr, Fault, SysTickHandler}};

}  // namespace
