// Timings of Cortex-M processors (instruction_timing.h has tables and sources).
#pragma once

#include <memory>

#include "lib/firmware/instruction_timing.h"

namespace mote {

std::unique_ptr<InstructionTiming> make_cortex_m0_timing();
std::unique_ptr<InstructionTiming> make_cortex_m3_timing();
std::unique_ptr<InstructionTiming> make_cortex_m4_timing();
std::unique_ptr<InstructionTiming> make_cortex_m7_timing();
std::unique_ptr<InstructionTiming> make_cortex_m55_timing();

}  // namespace mote
