// Where a plan's tensors lie and for how long, as values and as text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/compiler/plan.h"

namespace mote {

// A piece of the arena.
struct MemoryUse {
  std::string name;  // the tensor's; of a step's scratch "scratch of conv"
  int64_t offset_bytes = 0, size_bytes = 0;
  int first_step = 0, last_step = 0;  // that need it; the plan's first is 1
  // What it lies over while both are in use (a kernel that writes over what it
  // has read): names.
  std::vector<std::string> over;
};

// Every tensor in the arena and every step's scratch, by the first step that
// needs it. A tensor that is another one's bytes under a new shape (a view) is
// that tensor.
std::vector<MemoryUse> memory_map(const Plan& plan);

// The map as a table, the arena's size beside the bound that no placement of
// these pieces can beat, and the variables.
std::string describe_memory(const Plan& plan);

}  // namespace mote
