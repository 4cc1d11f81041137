// What the processor we run on can do. Asked once, at start-up.
#pragma once

#include <string>

namespace mote {

enum class Isa { kPortable, kAvx2, kAvxVnni, kAvx512, kAvx512Vnni };

// The best instruction set of this CPU that mote has kernels for; lowered by
// MOTE_ISA=portable|avx2|avxvnni|avx512 (for tests and comparisons).
Isa host_isa();

// Whether this CPU has everything that `isa` names; MOTE_ISA does not matter.
bool cpu_runs(Isa isa);

// "portable", "avx2", "avxvnni" (AVX2 with AVX-VNNI), "avx512" or "avx512vnni".
std::string isa_name(Isa isa);

}  // namespace mote
