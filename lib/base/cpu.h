// What the processor we run on can do. Asked once, at start-up.
#pragma once

#include <string>

namespace mote {

// Each better than the one before: those of AArch64, then those of x86-64.
enum class Isa {
  kPortable,
  kNeon,
  kDotprod,
  kAvx2,
  kAvxVnni,
  kAvx512,
  kAvx512Vnni
};

// The best instruction set of this CPU that mote has kernels for; lowered by
// MOTE_ISA=portable|avx2|avxvnni|avx512, or portable|neon on AArch64 (for tests
// and comparisons).
Isa host_isa();

// Whether this CPU has everything that `isa` names; MOTE_ISA does not matter.
bool cpu_runs(Isa isa);

// "portable", "neon", "dotprod" (NEON with dot products), "avx2", "avxvnni"
// (AVX2 with AVX-VNNI), "avx512" or "avx512vnni".
std::string isa_name(Isa isa);

}  // namespace mote
