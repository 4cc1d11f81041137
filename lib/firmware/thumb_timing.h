// How long instructions of an Armv7-M processor take.
#pragma once

#include <cstdint>

namespace mote {

// One instruction: its first and, of 32-bit ones, its second halfword.
struct ThumbInstruction {
  uint16_t first = 0, second = 0;
  bool wide = false;
};

// Cycles by the published timings of the Cortex-M4 (Arm DDI 0439, Technical
// Reference Manual, table 3-1 and section 3.3.3), with memory that never waits:
//
//   load one register            2; 1 right after another such load
//   store one register           1
//   load or store N registers    1 + N
//   jump that is taken           1 + 2 to refill the pipeline (of 1 to 3)
//   jump that is not taken       1
//   division                     12 (of 2 to 12)
//   float division, square root  14; multiply-add 3
//   any other                    1
//
// `after_load`: the instruction before loaded one register.
int thumb_cycles(const ThumbInstruction& instruction, bool after_load);

// Whether it loads one register, so that a load after it takes one cycle less.
bool is_single_load(const ThumbInstruction& instruction);

// What a jump takes beyond thumb_cycles() when it is taken.
constexpr int kCyclesToRefill = 2;

}  // namespace mote
