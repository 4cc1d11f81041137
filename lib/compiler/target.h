// What the compiler and the firmware builder know about a machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mote {

// The board's facts come from targets/board/NAME/board.toml, the processor's
// from targets/cpu/CPU.toml, which the board names.
struct Target {
  std::string name;   // "qemu-cortex-m4": the board's folder
  std::string title;  // one line for people
  std::string cpu;    // "cortex-m4", "x86-64"

  // Which kernels of device/nn the compiler may use: "armv7em", "x86-64"
  // (portable in emitted code), "portable", or of this host: "avx2".
  std::string isa;

  std::string compiler;                     // "arm-none-eabi-g++"
  std::vector<std::string> compiler_flags;  // "-mcpu=cortex-m4" ...

  int64_t flash_bytes = 0;            // 0: not limited
  int64_t ram_bytes = 0;              // 0: not limited
  int64_t clock_hz = 0;               // 0: not known
  double cycles_per_instruction = 1;  // an average, for estimates of time

  std::string qemu_program;  // empty: runs here
  std::string qemu_machine;  // "mps2-an386"
  // Of the emulated SysTick under -icount shift=0.
  double qemu_instructions_per_tick = 0;
};

// The target called `name`. Throws Error naming the known targets when there
// is none, or the file and line that cannot be read.
Target read_target(const std::string& name);

// Names of all folders in targets/board, sorted.
std::vector<std::string> target_names();

// This computer, with the fastest kernels that its processor runs: for
// PlanRunner. Portable kernels when `portable`.
Target host_target(bool portable = false);

}  // namespace mote
