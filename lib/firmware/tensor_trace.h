// Every tensor of one inference in an emulated firmware.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/plan.h"
#include "lib/compiler/target.h"

namespace mote {

// Values by the tensor's name.
using TensorValues = std::map<std::string, std::vector<uint8_t>>;

// Builds the plan for its emulated target and runs it once: what each layer
// made, as it lay in the arena right after it. Throws Error when the program
// cannot be built or run.
TensorValues trace_tensors(const Plan& plan, const Target& target,
                           const std::vector<std::vector<uint8_t>>& input,
                           Run& run);

}  // namespace mote
