// Timings of RISC-V processors (instruction_timing.h has tables and sources).
#pragma once

#include <memory>

#include "lib/firmware/instruction_timing.h"

namespace mote {

std::unique_ptr<InstructionTiming> make_ibex_timing();

}  // namespace mote
