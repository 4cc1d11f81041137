// What the compiler and the firmware builder know about a machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// The board's facts come from targets/board/NAME/board.toml, the processor's
// from targets/cpu/CPU.toml, which the board names.
struct Target {
  std::string name;   // "qemu-cortex-m4": the board's folder
  std::string title;  // one line for people
  std::string cpu;    // "cortex-m4", "x86-64"

  // Which kernels of device/nn the compiler may use: "armv6m", "armv7m",
  // "armv7em", "mve" (and armv7em where it has none), "rv32", "neon",
  // "simd128", "x86-64" (portable in emitted code), "portable", or of this
  // host: "avx2".
  std::string isa;

  std::string compiler;                     // "arm-none-eabi-g++"
  std::vector<std::string> compiler_flags;  // "-mcpu=cortex-m4" ...

  // Folders of targets/board and targets/cpu whose files it has, but those that
  // an earlier folder has too.
  std::vector<std::string> board_folders, cpu_folders;

  Rounding rounding = Rounding::kTflm;  // chosen by the user, not by the board

  int64_t flash_bytes = 0;            // 0: not limited
  int64_t ram_bytes = 0;              // 0: not limited
  int64_t clock_hz = 0;               // 0: not known
  double cycles_per_instruction = 1;  // an average, for estimates of time
  // The table of lib/firmware/instruction_timing.h; empty: the average counts.
  std::string timing;

  std::string qemu_program;                 // empty: runs here
  std::string qemu_machine;                 // "mps2-an386"
  std::vector<std::string> qemu_arguments;  // further ones
  // What runs a program of the target here, where it is neither a board of
  // the emulator nor this computer: "qemu-aarch64", "node".
  std::string runner;
  std::vector<std::string> runner_arguments;  // before the program
  // Of the emulated SysTick under -icount shift=0.
  double qemu_instructions_per_tick = 0;
};

// The target called `name`. Throws Error naming the known targets when there
// is none, or the file and line that cannot be read.
Target read_target(const std::string& name);

// The words that start the emulator of an emulated target with a program that
// talks by semihosting; its clock and its logs are the caller's to add. Throws
// Error naming the package when the emulator is not installed.
std::vector<std::string> emulator_command(const Target& target,
                                          const std::filesystem::path& elf);

// "tflm" or "litert"; throws Error for other words.
Rounding read_rounding(const std::string& word);

// Names of all folders in targets/board, sorted.
std::vector<std::string> target_names();

// Main, drivers, start-up code and memory map of a target: the files of its
// board's and its processor's folder, and those of the folders on which these
// build (`base`, `start_up`) where they have none of that name.
std::vector<std::filesystem::path> target_files(const Target& target);

// This computer, with the fastest kernels that its processor runs: for
// PlanRunner. Portable kernels when `portable`.
Target host_target(bool portable = false);

}  // namespace mote
