// How much flash a kernel's code takes.
#pragma once

#include <cstdint>
#include <string>

namespace mote {

// Bytes of machine code with all that the kernel alone calls, measured as
// firmware is built: arm-none-eabi-g++ 12.2 -O2 for the Cortex-M4, unused
// sections left out. Other targets are of the same order. Kernels of AArch64
// and web assembly: by g++ 12.2 and clang 14, -O2. `kernel` as in Step::kernel.
int64_t kernel_code_bytes(const std::string& kernel);

}  // namespace mote
