#include "lib/firmware/riscv_timing.h"

namespace mote {
namespace {

enum class Kind {
  kOther,
  kMemory,
  kHighMultiply,
  kDivision,
  kBranch,
  kJump,
};

// RISC-V Instruction Set Manual, volume I, chapter "RV32/64G Instruction Set
// Listings".
Kind kind_of_32_bits(uint32_t bits) {
  const uint32_t function = bits >> 12 & 7;
  switch (bits & 0x7F) {
    case 0x03:
    case 0x23:
      return Kind::kMemory;
    case 0x33:
      if (bits >> 25 != 1 || function == 0) return Kind::kOther;
      return function < 4 ? Kind::kHighMultiply : Kind::kDivision;
    case 0x63:
      return Kind::kBranch;
    case 0x67:
    case 0x6F:
      return Kind::kJump;
    default:
      return Kind::kOther;
  }
}

// The same, chapter "Standard Extension for Compressed Instructions".
Kind kind_of_16_bits(uint32_t bits) {
  const uint32_t function = bits >> 13;
  switch (bits & 3) {
    case 0:
      return function == 2 || function == 6 ? Kind::kMemory : Kind::kOther;
    case 1:
      if (function == 1 || function == 5) return Kind::kJump;
      return function >= 6 ? Kind::kBranch : Kind::kOther;
    default:
      if (function == 2 || function == 6) return Kind::kMemory;
      return function == 4 && (bits & 0x7C) == 0 ? Kind::kJump : Kind::kOther;
  }
}

class IbexTiming : public InstructionTiming {
 public:
  BlockCost cost(const std::vector<uint16_t>& code) const override {
    BlockCost cost;
    for (size_t at = 0; at < code.size();) {
      const bool wide = (code[at] & 3) == 3 && at + 1 < code.size();
      const uint32_t bits =
          wide ? uint32_t{code[at + 1]} << 16 | code[at] : code[at];
      const Kind kind = wide ? kind_of_32_bits(bits) : kind_of_16_bits(bits);
      at += wide ? 2 : 1;
      cost.instructions += 1;
      cost.cycles += cycles(kind);
      cost.jump_cycles = kind == Kind::kBranch ? 2
                         : kind == Kind::kJump ? 1
                                               : 0;
    }
    return cost;
  }

 private:
  static int cycles(Kind kind) {
    switch (kind) {
      case Kind::kMemory:
      case Kind::kHighMultiply:
        return 2;
      case Kind::kDivision:
        return 37;
      default:
        return 1;
    }
  }
};

}  // namespace

std::unique_ptr<InstructionTiming> make_ibex_timing() {
  return std::make_unique<IbexTiming>();
}

}  // namespace mote
