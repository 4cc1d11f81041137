#include "lib/firmware/thumb_timing.h"

#include <bit>

namespace mote {
namespace {

enum class Kind {
  kOther,
  kLoad,
  kStore,
  kList,      // registers in the lower halfword's bits
  kListWide,  // in the second halfword's bits
  kTwo,
  kFloatList,
  kDivision,
  kFloatDivision,
  kFloatMultiplyAdd,
};

// Instructions whose bits under `mask` are `value` (Armv7-M Architecture
// Reference Manual, A5.2 and A5.3).
struct Row {
  uint32_t mask, value;
  Kind kind;
};

constexpr Row kNarrow[] = {
    {0xF800, 0x4800, Kind::kLoad},   // of a literal
    {0xFE00, 0x5600, Kind::kLoad},   // LDRSB (register)
    {0xF800, 0x5800, Kind::kLoad},   // LDR, LDRH
    {0xF800, 0x5C00, Kind::kLoad},   // LDRB, LDRSH
    {0xF000, 0x5000, Kind::kStore},  // the other register forms
    {0xE800, 0x6800, Kind::kLoad},   // LDR, LDRB (immediate)
    {0xE800, 0x6000, Kind::kStore},
    {0xF800, 0x8800, Kind::kLoad},  // LDRH
    {0xF800, 0x8000, Kind::kStore},
    {0xF800, 0x9800, Kind::kLoad},  // from the stack
    {0xF800, 0x9000, Kind::kStore},
    {0xFE00, 0xB400, Kind::kList},  // PUSH
    {0xFE00, 0xBC00, Kind::kList},  // POP
    {0xF000, 0xC000, Kind::kList},  // LDM, STM
};

constexpr Row kWide[] = {
    {0xFE400000, 0xE8000000, Kind::kListWide},
    {0xFFF0FFE0, 0xE8D0F000, Kind::kLoad},  // table of jumps
    {0xFE400000, 0xE8400000, Kind::kTwo},
    {0xFE100000, 0xF8100000, Kind::kLoad},
    {0xFE100000, 0xF8000000, Kind::kStore},
    {0xFFD000F0, 0xFB9000F0, Kind::kDivision},
    {0xFFB00E50, 0xEE800A00, Kind::kFloatDivision},
    {0xFFBF0ED0, 0xEEB10AC0, Kind::kFloatDivision},     // VSQRT
    {0xFFB00E10, 0xEE000A00, Kind::kFloatMultiplyAdd},  // VMLA, VMLS
    {0xFF200E00, 0xED000A00, Kind::kTwo},               // VLDR, VSTR
    {0xFE000E00, 0xEC000A00, Kind::kFloatList},
};

Kind kind_of(const ThumbInstruction& i) {
  if (!i.wide) {
    for (const Row& row : kNarrow) {
      if ((i.first & row.mask) == row.value) return row.kind;
    }
    return Kind::kOther;
  }
  const uint32_t bits = uint32_t{i.first} << 16 | i.second;
  for (const Row& row : kWide) {
    if ((bits & row.mask) == row.value) return row.kind;
  }
  return Kind::kOther;
}

}  // namespace

int thumb_cycles(const ThumbInstruction& i, bool after_load) {
  switch (kind_of(i)) {
    case Kind::kLoad:
      return after_load ? 1 : 2;
    case Kind::kList:
      // Bit 8 of PUSH and POP is a register too, of LDM and STM it is not.
      return 1 + std::popcount(uint32_t{i.first} &
                               ((i.first & 0xF000) == 0xB000 ? 0x1FFu : 0xFFu));
    case Kind::kListWide:
      return 1 + std::popcount(uint32_t{i.second});
    case Kind::kTwo:
      return 3;
    case Kind::kFloatList:
      return 1 + (i.second & 0xFF);
    case Kind::kDivision:
      return 12;
    case Kind::kFloatDivision:
      return 14;
    case Kind::kFloatMultiplyAdd:
      return 3;
    case Kind::kStore:
    case Kind::kOther:
      break;
  }
  return 1;
}

bool is_single_load(const ThumbInstruction& i) {
  return kind_of(i) == Kind::kLoad;
}

}  // namespace mote
