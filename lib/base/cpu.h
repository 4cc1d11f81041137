// What the processor we run on can do. Asked once, at start-up.
#pragma once

#include <string>

namespace mote {

enum class Isa { kPortable, kAvx2, kAvx512, kAvx512Vnni };

// The best instruction set of this CPU that mote has kernels for; lowered by
// MOTE_ISA=portable|avx2|avx512 (for tests and comparisons).
Isa host_isa();

// "portable", "avx2", "avx512" or "avx512vnni".
std::string isa_name(Isa isa);

}  // namespace mote
