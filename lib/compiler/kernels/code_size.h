// How much flash a kernel's code takes.
#pragma once

#include <cstdint>
#include <string>

namespace mote {

// Bytes of machine code, measured with arm-none-eabi-g++ 12.2 -Os for the
// Cortex-M4; other targets are of the same order. `kernel` as in Step::kernel.
int64_t kernel_code_bytes(const std::string& kernel);

}  // namespace mote
