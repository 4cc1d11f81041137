// Every instruction that a function runs in the emulator, counted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/compiler/target.h"

namespace mote {

struct TracedCost {
  int64_t instructions = 0;  // exact
  int64_t cycles = 0;        // estimated (instruction_timing.h)
};

struct InstructionTrace {
  // Of each call that the function makes itself, in order, with what the
  // function does before it; what it does after the last one counts for that.
  std::vector<TracedCost> calls;

  TracedCost total() const;
};

// Runs `elf` with `input` on its standard input to the end and follows the
// first run of the function whose (mangled) name starts with `function`; it is
// called by main. Throws Error when the emulator fails or the function never
// runs.
InstructionTrace trace_function(const Target& target,
                                const std::filesystem::path& elf,
                                const std::string& function,
                                const std::string& input);

}  // namespace mote
