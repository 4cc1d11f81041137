// SHA-256 of whole blocks by the processor's own instructions, where it has
// them: several times as fast as without.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mote {

inline constexpr size_t kSha256BlockBytes = 64;

// Whether this processor has the SHA extensions (x86-64 only). MOTE_ISA=
// portable says no, for tests and comparisons.
bool has_sha_instructions();

// Takes `count` blocks into the eight words of state, as FIPS 180-4 has them.
// Only where has_sha_instructions().
void sha256_blocks(uint32_t state[8], const uint8_t* blocks, size_t count);

}  // namespace mote
