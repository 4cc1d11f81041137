#include "lib/firmware/instruction_timing.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/firmware/riscv_timing.h"
#include "lib/firmware/thumb_timing.h"

namespace mote {
namespace {

using Code = std::vector<uint16_t>;

int64_t m0(const Code& code) {
  return make_cortex_m0_timing()->cost(code).cycles;
}
int64_t m3(const Code& code) {
  return make_cortex_m3_timing()->cost(code).cycles;
}
int64_t m4(const Code& code) {
  return make_cortex_m4_timing()->cost(code).cycles;
}
int64_t m7(const Code& code) {
  return make_cortex_m7_timing()->cost(code).cycles;
}
int64_t m55(const Code& code) {
  return make_cortex_m55_timing()->cost(code).cycles;
}
int64_t ibex(const Code& code) { return make_ibex_timing()->cost(code).cycles; }

TEST(InstructionTiming, KnowsEachRowOfTheCortexM4sTable) {
  EXPECT_EQ(m4({0x18D1}), 1);                  // adds r1, r2, r3
  EXPECT_EQ(m4({0x6808}), 2);                  // ldr r0, [r1]
  EXPECT_EQ(m4({0x6808, 0x6808}), 3);          // after another load
  EXPECT_EQ(m4({0x7008}), 1);                  // strb r0, [r1]
  EXPECT_EQ(m4({0xC81C}), 4);                  // ldm r0!, {r2-r4}
  EXPECT_EQ(m4({0xB5F0}), 6);                  // push {r4-r7, lr}
  EXPECT_EQ(m4({0xD1FB}), 1);                  // bne, not taken
  EXPECT_EQ(m4({0xE8F1, 0x5602}), 3);          // ldrd r5, r6, [r1], #8
  EXPECT_EQ(m4({0xE8B1, 0x007C}), 6);          // ldm r1!, {r2-r6}
  EXPECT_EQ(m4({0xE92D, 0x4FF0}), 10);         // push {r4-r11, lr}
  EXPECT_EQ(m4({0xF91B, 0x1B04}), 2);          // ldrsb r1, [r11], #4
  EXPECT_EQ(m4({0xF80B, 0x3C01}), 1);          // strb r3, [r11, #-1]
  EXPECT_EQ(m4({0xFB22, 0x7105}), 1);          // smlad r1, r2, r5, r7
  EXPECT_EQ(m4({0xFB92, 0xF3F3}), 12);         // sdiv r3, r2, r3
  EXPECT_EQ(m4({0x6808, 0xE8DF, 0xF003}), 3);  // ldr, tbb [pc, r3]
}

TEST(InstructionTiming, OnlyLoadsOfOneRegisterPipeline) {
  EXPECT_EQ(m4({0xF91B, 0x1B04, 0x6808}), 3);  // ldrsb, ldr
  EXPECT_EQ(m4({0xC81C, 0x6808}), 6);          // ldm, ldr
  EXPECT_EQ(m4({0xE8F1, 0x5602, 0x6808}), 5);  // ldrd, ldr
}

TEST(InstructionTiming, MultiplicationsTakeLongerOnCortexM3) {
  EXPECT_EQ(m3({0x434A}), 1);          // muls r2, r1
  EXPECT_EQ(m3({0xFB01, 0x2303}), 2);  // mla r3, r1, r3, r2
  EXPECT_EQ(m3({0xFB80, 0x2301}), 5);  // smull r2, r3, r0, r1
  EXPECT_EQ(m3({0xFBC0, 0x2301}), 7);  // smlal r2, r3, r0, r1
  EXPECT_EQ(m4({0xFB80, 0x2301}), 1);
}

TEST(InstructionTiming, NothingOverlapsOnCortexM0) {
  EXPECT_EQ(m0({0x6808, 0x6808}), 4);  // two loads
  EXPECT_EQ(m0({0x7008}), 2);          // strb r0, [r1]
  const BlockCost call = make_cortex_m0_timing()->cost({0xF7FF, 0xFF47});
  EXPECT_EQ(call.cycles + call.jump_cycles, 4);
}

TEST(InstructionTiming, CortexM7RunsPairs) {
  EXPECT_EQ(m7({0x18D1, 0x18D1}), 1);                  // two additions
  EXPECT_EQ(m7({0x6808, 0x18D1, 0x18D1}), 2);          // ldr, add; add
  EXPECT_EQ(m7({0x6808, 0x7008}), 2);                  // ldr, strb
  EXPECT_EQ(m7({0xFB22, 0x7105, 0xFB22, 0x7105}), 2);  // two smlad
  EXPECT_EQ(m7({0xC81C}), 2);                          // ldm of three
}

TEST(InstructionTiming, VectorInstructionsOfDifferentKindsOverlap) {
  const Code load = {0xECB1, 0x1E10}, multiply = {0xEEF4, 0x0F20};
  const auto both = [](Code a, const Code& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  };
  EXPECT_EQ(m55(load), 2);      // vldrb.u8 q0, [r1], #16
  EXPECT_EQ(m55(multiply), 2);  // vmladava.s8 r0, q2, q0
  EXPECT_EQ(m55(both(load, multiply)), 3);
  EXPECT_EQ(m55(both(load, load)), 4);
  EXPECT_EQ(m55({0xFC91, 0x0E04}), 16);  // vldrb.u8 q0, [r1, q2]
  EXPECT_EQ(m55({0xFC91, 0x0F44}), 4);   // vldrw.u32 q0, [r1, q2]
  EXPECT_EQ(m55({0xEC12, 0x0F01}), 2);   // vmov q0[2], q0[0], r1, r2
  const BlockCost loop = make_cortex_m55_timing()->cost({0xF00F, 0xC803});
  EXPECT_EQ(loop.cycles + loop.jump_cycles, 0);  // le lr
}

TEST(InstructionTiming, KnowsEachRowOfIbexsTable) {
  EXPECT_EQ(ibex({0x00B5, 0x00C5}), 2);   // two of 16 bits
  EXPECT_EQ(ibex({0x8533, 0x00C5}), 1);   // add a0, a1, a2
  EXPECT_EQ(ibex({0x8533, 0x02C5}), 1);   // mul a0, a1, a2
  EXPECT_EQ(ibex({0x9533, 0x02C5}), 2);   // mulh a0, a1, a2
  EXPECT_EQ(ibex({0xC533, 0x02C5}), 37);  // div a0, a1, a2
  EXPECT_EQ(ibex({0x8503, 0x0005}), 2);   // lb a0, 0(a1)
  EXPECT_EQ(ibex({0x4188}), 2);           // c.lw a0, 0(a1)
  const BlockCost branch = make_ibex_timing()->cost({0xFD75});  // c.bnez
  EXPECT_EQ(branch.cycles + branch.jump_cycles, 3);
  const BlockCost jump = make_ibex_timing()->cost({0x8082});  // ret
  EXPECT_EQ(jump.cycles + jump.jump_cycles, 2);
}

TEST(InstructionTiming, EveryTargetHasAKnownTable) {
  for (const std::string& name : target_names()) {
    EXPECT_NO_THROW(make_timing(read_target(name))) << name;
  }
  Target target = read_target("qemu-cortex-m4");
  target.timing = "cortex-m99";
  EXPECT_THROW(make_timing(target), Error);
  target.timing = "";
  target.cycles_per_instruction = 1.5;
  EXPECT_EQ(make_timing(target)->cost({0x6808, 0x6808}).cycles, 3);
}

}  // namespace
}  // namespace mote
