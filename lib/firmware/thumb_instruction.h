// What a Thumb instruction is, as far as tables of timings tell instructions
// apart.
#pragma once

#include <cstdint>

namespace mote {

// One instruction: its first and, of 32-bit ones, its second halfword.
struct ThumbInstruction {
  uint16_t first = 0, second = 0;
  bool wide = false;
};

// Whether a first halfword has a second one (Armv7-M Architecture Reference
// Manual, A5.1).
inline bool is_wide_thumb(uint16_t first) { return first >= 0xE800; }

enum class ThumbKind {
  kOther,
  kLoad,              // of one register
  kStore,             // of one register
  kRegisterList,      // loads or stores of several
  kRegisterPair,      // LDRD, STRD
  kMultiply,          // 32 bits
  kMultiplyAdd,       // MLA, MLS
  kDsp,               // halfwords and upper words: SMLAD, SMMLAR, ...
  kLongMultiply,      // SMULL, UMULL
  kLongMultiplyAdd,   // SMLAL, UMLAL
  kDivision,          // SDIV, UDIV
  kFloatMemory,       // VLDR, VSTR, VLDM, VSTM
  kFloatDivision,     // VDIV, VSQRT
  kFloatMultiplyAdd,  // VMLA, VMLS
  kLoopEnd,           // LE
  kVectorMemory,      // MVE: 16 bytes at successive addresses
  kVectorScatter,     // MVE: each element at an address of its own
  kVectorMultiply,    // MVE
  kVectorOther,       // MVE
};

ThumbKind thumb_kind(const ThumbInstruction& instruction);

// Registers that one of kRegisterList or kFloatMemory loads or stores, and
// elements of one of kVectorScatter.
int thumb_count(const ThumbInstruction& instruction);

}  // namespace mote
