// How long a processor takes over instructions: tables of published timings,
// with memory that never waits.
//
// | `timing`    | source                                                    |
// |-------------|-----------------------------------------------------------|
// | cortex-m0   | Arm DDI 0432, Technical Reference Manual, table 3-1       |
// | cortex-m3   | Arm DDI 0337, Technical Reference Manual, table 18-1      |
// | cortex-m4   | Arm DDI 0439, Technical Reference Manual, table 3-1, 3.3.3|
// | cortex-m7   | measured, Arm publishes none: quinapalus.com/cm7cycles.html|
// | cortex-m55  | Arm's Cortex-M55 Software Optimization Guide              |
// | ibex        | lowRISC's Ibex Reference Guide, "Pipeline Details"        |
//
//   cycles                    cortex-m0   cortex-m3   cortex-m4
//   load one register         2           2; 1 right after another such load
//   store one register        2           1           1
//   N registers               1 + N       1 + N       1 + N
//   multiplication            1           1           1
//   multiply-add              -           2           1
//   long one; and add         -           5; 7        1
//   division                  -           12          12
//   jump that is taken        3           3           3
//   call (BL)                 4           3           3
//
// Where a table gives a range it is the slowest here, of jumps the middle.
//
// cortex-m7: two instructions a cycle, unless both access memory or both
// multiply; of several registers two a cycle; taken jumps are foreseen. Whether
// one waits for the other's result is not looked at: a bound from below.
// cortex-m55: a vector instruction takes two cycles, the second of which
// another kind (memory, multiplication, the rest) may use; loads and stores at
// scattered addresses take one an element; loops by LE jump in no time.
// ibex: memory 2 cycles, MULH 2, division 37, jumps 2, branches taken 3, with
// the multiplier of one cycle.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/compiler/target.h"

namespace mote {

// What a block of instructions costs that run one after the other.
struct BlockCost {
  int64_t instructions = 0, cycles = 0;
  int64_t jump_cycles = 0;  // more, when its last instruction jumps
};

class InstructionTiming {
 public:
  virtual ~InstructionTiming() = default;
  // `code`: halfwords in the order of memory.
  virtual BlockCost cost(const std::vector<uint16_t>& code) const = 0;
};

// The table that targets/cpu/NAME.toml names as `timing`; where it names none,
// its cycles_per_instruction. Throws Error for an unknown name.
std::unique_ptr<InstructionTiming> make_timing(const Target& target);

}  // namespace mote
