#include "lib/firmware/thumb_timing.h"

#include "lib/firmware/thumb_instruction.h"

namespace mote {
namespace {

// Goes through a block's instructions in order.
class ThumbTiming : public InstructionTiming {
 public:
  BlockCost cost(const std::vector<uint16_t>& code) const final {
    BlockCost cost;
    ThumbInstruction before;
    bool first = true;
    for (size_t at = 0; at < code.size();) {
      ThumbInstruction i;
      i.first = code[at++];
      i.wide = is_wide_thumb(i.first);
      if (i.wide && at < code.size()) i.second = code[at++];
      cost.instructions += 1;
      cost.cycles += cycles(i, first ? nullptr : &before, cost.instructions);
      cost.jump_cycles = cycles_to_jump(i);
      before = i, first = false;
    }
    return cost;
  }

 private:
  // `before`: the instruction before, null at the beginning of a block;
  // `number`: from 1 on.
  virtual int cycles(const ThumbInstruction& i, const ThumbInstruction* before,
                     int64_t number) const = 0;
  // What it takes beyond that when it jumps.
  virtual int cycles_to_jump(const ThumbInstruction& i) const = 0;
};

// A processor that begins an instruction when that before has ended.
struct OneByOne {
  int load, load_after_load, store;
  int multiply_add, long_multiply, long_multiply_add;
  int call;  // BL beyond a jump
};

constexpr OneByOne kCortexM0 = {2, 2, 2, 1, 1, 1, 1};
constexpr OneByOne kCortexM3 = {2, 1, 1, 2, 5, 7, 0};
constexpr OneByOne kCortexM4 = {2, 1, 1, 1, 1, 1, 0};

class OneByOneTiming : public ThumbTiming {
 public:
  explicit OneByOneTiming(const OneByOne& table) : table_(table) {}

 private:
  int cycles(const ThumbInstruction& i, const ThumbInstruction* before,
             int64_t) const override {
    switch (thumb_kind(i)) {
      case ThumbKind::kLoad:
        return before != nullptr && thumb_kind(*before) == ThumbKind::kLoad
                   ? table_.load_after_load
                   : table_.load;
      case ThumbKind::kStore:
        return table_.store;
      case ThumbKind::kRegisterList:
      case ThumbKind::kFloatMemory:
        return 1 + thumb_count(i);
      case ThumbKind::kRegisterPair:
        return 3;
      case ThumbKind::kMultiplyAdd:
        return table_.multiply_add;
      case ThumbKind::kLongMultiply:
        return table_.long_multiply;
      case ThumbKind::kLongMultiplyAdd:
        return table_.long_multiply_add;
      case ThumbKind::kDivision:
        return 12;
      case ThumbKind::kFloatDivision:
        return 14;
      case ThumbKind::kFloatMultiplyAdd:
        return 3;
      default:
        return 1;
    }
  }

  int cycles_to_jump(const ThumbInstruction& i) const override {
    constexpr int kRefill = 2;  // of 1 to 3
    const bool is_call = i.wide && (i.second & 0xD000) == 0xD000;
    return kRefill + (is_call ? table_.call : 0);
  }

  const OneByOne table_;
};

bool is_memory(ThumbKind kind) {
  return kind == ThumbKind::kLoad || kind == ThumbKind::kStore ||
         kind == ThumbKind::kRegisterList || kind == ThumbKind::kRegisterPair ||
         kind == ThumbKind::kFloatMemory;
}

bool is_multiplication(ThumbKind kind) {
  return kind == ThumbKind::kMultiply || kind == ThumbKind::kMultiplyAdd ||
         kind == ThumbKind::kDsp || kind == ThumbKind::kLongMultiply ||
         kind == ThumbKind::kLongMultiplyAdd ||
         kind == ThumbKind::kFloatMultiplyAdd;
}

// Beyond one: 64 bits of memory a cycle, and divisions.
int more_cycles(const ThumbInstruction& i) {
  switch (thumb_kind(i)) {
    case ThumbKind::kRegisterList:
    case ThumbKind::kFloatMemory:
      return (thumb_count(i) - 1) / 2;
    case ThumbKind::kDivision:
      return 11;
    case ThumbKind::kFloatDivision:
      return 13;
    default:
      return 0;
  }
}

class CortexM7Timing : public ThumbTiming {
 private:
  // Pairs are the first and second instruction, the third and fourth, ...
  int cycles(const ThumbInstruction& i, const ThumbInstruction* before,
             int64_t number) const override {
    const bool second = before != nullptr && number % 2 == 0;
    const bool joins = second && !conflict(thumb_kind(*before), thumb_kind(i));
    return (joins ? 0 : 1) + more_cycles(i);
  }

  static bool conflict(ThumbKind a, ThumbKind b) {
    return (is_memory(a) && is_memory(b)) ||
           (is_multiplication(a) && is_multiplication(b));
  }

  int cycles_to_jump(const ThumbInstruction&) const override { return 0; }
};

bool is_vector(ThumbKind kind) {
  return kind == ThumbKind::kVectorMemory ||
         kind == ThumbKind::kVectorScatter ||
         kind == ThumbKind::kVectorMultiply || kind == ThumbKind::kVectorOther;
}

class CortexM55Timing : public ThumbTiming {
 private:
  int cycles(const ThumbInstruction& i, const ThumbInstruction* before,
             int64_t) const override {
    const ThumbKind kind = thumb_kind(i);
    if (kind == ThumbKind::kLoopEnd) return 0;
    if (kind == ThumbKind::kVectorScatter) return thumb_count(i);
    if (!is_vector(kind)) return 1 + more_cycles(i);
    const bool overlaps = before != nullptr && is_vector(thumb_kind(*before)) &&
                          thumb_kind(*before) != kind;
    return overlaps ? 1 : 2;
  }

  int cycles_to_jump(const ThumbInstruction& i) const override {
    return thumb_kind(i) == ThumbKind::kLoopEnd ? 0 : 2;
  }
};

}  // namespace

std::unique_ptr<InstructionTiming> make_cortex_m0_timing() {
  return std::make_unique<OneByOneTiming>(kCortexM0);
}

std::unique_ptr<InstructionTiming> make_cortex_m3_timing() {
  return std::make_unique<OneByOneTiming>(kCortexM3);
}

std::unique_ptr<InstructionTiming> make_cortex_m4_timing() {
  return std::make_unique<OneByOneTiming>(kCortexM4);
}

std::unique_ptr<InstructionTiming> make_cortex_m7_timing() {
  return std::make_unique<CortexM7Timing>();
}

std::unique_ptr<InstructionTiming> make_cortex_m55_timing() {
  return std::make_unique<CortexM55Timing>();
}

}  // namespace mote
