// Start-up of a 32-bit RISC-V processor: stack, memory, traps, main. Every
// symbol the linker script gives is named linker_*.
#include <stdint.h>

extern "C" {

extern uint32_t linker_stack_top[];
extern const uint32_t linker_data_load[];
extern uint32_t linker_data_start[], linker_data_end[];
extern uint32_t linker_bss_start[], linker_bss_end[];

int main();
[[noreturn]] void Fault();  // the board's: something went badly wrong
void Trap();                // the board's: every interrupt and exception

[[noreturn]] void StartUp() {
  const uint32_t* load = linker_data_load;
  for (uint32_t* to = linker_data_start; to < linker_data_end; ++to) {
    *to = *load++;
  }
  for (uint32_t* to = linker_bss_start; to < linker_bss_end; ++to) *to = 0;
  __asm__ volatile("csrw mtvec, %0" ::"r"(Trap));
  main();
  Fault();  // main of a device never returns
}

// The first instructions of the image.
__attribute__((section(".vectors"), used, naked)) void Reset() {
  __asm__ volatile(
      "la sp, linker_stack_top\n"
      "j StartUp\n");
}

}  // extern "C"
