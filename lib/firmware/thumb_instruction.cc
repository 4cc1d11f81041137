#include "lib/firmware/thumb_instruction.h"

#include <bit>

namespace mote {
namespace {

// Instructions whose bits under `mask` are `value`: the first row that fits
// counts (Armv7-M Architecture Reference Manual, A5.2 and A5.3).
struct Row {
  uint32_t mask, value;
  ThumbKind kind;
};

constexpr Row kNarrow[] = {
    {0xFFC0, 0x4340, ThumbKind::kMultiply},
    {0xF800, 0x4800, ThumbKind::kLoad},   // of a literal
    {0xFE00, 0x5600, ThumbKind::kLoad},   // LDRSB (register)
    {0xF800, 0x5800, ThumbKind::kLoad},   // LDR, LDRH
    {0xF800, 0x5C00, ThumbKind::kLoad},   // LDRB, LDRSH
    {0xF000, 0x5000, ThumbKind::kStore},  // the other register forms
    {0xE800, 0x6800, ThumbKind::kLoad},   // LDR, LDRB (immediate)
    {0xE800, 0x6000, ThumbKind::kStore},
    {0xF800, 0x8800, ThumbKind::kLoad},  // LDRH
    {0xF800, 0x8000, ThumbKind::kStore},
    {0xF800, 0x9800, ThumbKind::kLoad},  // from the stack
    {0xF800, 0x9000, ThumbKind::kStore},
    {0xFE00, 0xB400, ThumbKind::kRegisterList},  // PUSH
    {0xFE00, 0xBC00, ThumbKind::kRegisterList},  // POP
    {0xF000, 0xC000, ThumbKind::kRegisterList},  // LDM, STM
};

constexpr Row kWide[] = {
    {0xFE400000, 0xE8000000, ThumbKind::kRegisterList},
    {0xFFF0FFE0, 0xE8D0F000, ThumbKind::kLoad},  // table of jumps
    {0xFE400000, 0xE8400000, ThumbKind::kRegisterPair},
    {0xFE100000, 0xF8100000, ThumbKind::kLoad},
    {0xFE100000, 0xF8000000, ThumbKind::kStore},
    {0xFFF0F0F0, 0xFB00F000, ThumbKind::kMultiply},
    {0xFFF000E0, 0xFB000000, ThumbKind::kMultiplyAdd},
    {0xFF800000, 0xFB000000, ThumbKind::kDsp},
    {0xFFD000F0, 0xFB9000F0, ThumbKind::kDivision},
    {0xFFD000F0, 0xFB800000, ThumbKind::kLongMultiply},
    {0xFFC00000, 0xFBC00000, ThumbKind::kLongMultiplyAdd},
    {0xFFB00E50, 0xEE800A00, ThumbKind::kFloatDivision},
    {0xFFBF0ED0, 0xEEB10AC0, ThumbKind::kFloatDivision},     // VSQRT
    {0xFFB00E10, 0xEE000A00, ThumbKind::kFloatMultiplyAdd},  // VMLA, VMLS
    {0xFE000E00, 0xEC000A00, ThumbKind::kFloatMemory},
    // Armv8-M Architecture Reference Manual, C2.4.
    {0xFFCFF001, 0xF00FC001, ThumbKind::kLoopEnd},
    {0xFFE00E00, 0xEC000E00, ThumbKind::kVectorOther},  // VMOV of two elements
    {0xEFA00E00, 0xEC800E00, ThumbKind::kVectorScatter},
    {0xFF001E00, 0xFD001E00, ThumbKind::kVectorScatter},  // vector of addresses
    {0xEE000E00, 0xEC000E00, ThumbKind::kVectorMemory},
    {0xEF700E00, 0xEE700E00, ThumbKind::kVectorMultiply},  // VMLADAV
    {0xEF800F10, 0xEE800E00, ThumbKind::kVectorMultiply},  // VMLALDAV
    {0xEF800F50, 0xEF000950, ThumbKind::kVectorMultiply},  // VMUL
    {0xEF800F51, 0xEF000B40, ThumbKind::kVectorMultiply},  // VQRDMULH
    {0xEF811F70, 0xEE010E40, ThumbKind::kVectorMultiply},  // VMLA by a scalar
    {0xEF811F70, 0xEE010E60, ThumbKind::kVectorMultiply},  // VMUL by a scalar
    {0xEE000E00, 0xEE000E00, ThumbKind::kVectorOther},
    {0xEF000000, 0xEF000000, ThumbKind::kVectorOther},
};

uint32_t bits_of(const ThumbInstruction& i) {
  return uint32_t{i.first} << 16 | i.second;
}

}  // namespace

ThumbKind thumb_kind(const ThumbInstruction& i) {
  if (i.wide) {
    for (const Row& row : kWide) {
      if ((bits_of(i) & row.mask) == row.value) return row.kind;
    }
  } else {
    for (const Row& row : kNarrow) {
      if ((i.first & row.mask) == row.value) return row.kind;
    }
  }
  return ThumbKind::kOther;
}

int thumb_count(const ThumbInstruction& i) {
  switch (thumb_kind(i)) {
    case ThumbKind::kRegisterList:
      if (i.wide) return std::popcount(uint32_t{i.second});
      // Bit 8 of PUSH and POP is a register too, of LDM and STM it is not.
      return std::popcount(uint32_t{i.first} &
                           ((i.first & 0xF000) == 0xB000 ? 0x1FFu : 0xFFu));
    case ThumbKind::kFloatMemory: {
      const bool one = (i.first & 0xFF20) == 0xED00;
      return one ? 1 + (i.second >> 8 & 1) : i.second & 0xFF;
    }
    case ThumbKind::kVectorScatter:
      return (i.first & 0xFF00) == 0xFD00 ? (i.second & 0x100 ? 2 : 4)
                                          : 16 >> (i.second >> 7 & 3);
    default:
      return 1;
  }
}

}  // namespace mote
