#include "lib/firmware/thumb_timing.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

int narrow(uint16_t bits, bool after_load = false) {
  return thumb_cycles({bits, 0, false}, after_load);
}

int wide(uint16_t first, uint16_t second, bool after_load = false) {
  return thumb_cycles({first, second, true}, after_load);
}

TEST(ThumbTiming, KnowsEachRowOfTheTable) {
  EXPECT_EQ(narrow(0x18D1), 1);              // adds r1, r2, r3
  EXPECT_EQ(narrow(0x6808), 2);              // ldr r0, [r1]
  EXPECT_EQ(narrow(0x6808, true), 1);        // after another load
  EXPECT_EQ(narrow(0x7008), 1);              // strb r0, [r1]
  EXPECT_EQ(narrow(0xC81C), 4);              // ldm r0!, {r2-r4}
  EXPECT_EQ(narrow(0xB5F0), 6);              // push {r4-r7, lr}
  EXPECT_EQ(narrow(0xD1FB), 1);              // bne, not taken
  EXPECT_EQ(wide(0xE8F1, 0x5602), 3);        // ldrd r5, r6, [r1], #8
  EXPECT_EQ(wide(0xE8B1, 0x007C), 6);        // ldm r1!, {r2-r6}
  EXPECT_EQ(wide(0xE92D, 0x4FF0), 10);       // push {r4-r11, lr}
  EXPECT_EQ(wide(0xF91B, 0x1B04), 2);        // ldrsb r1, [r11], #4
  EXPECT_EQ(wide(0xF80B, 0x3C01), 1);        // strb r3, [r11, #-1]
  EXPECT_EQ(wide(0xFB22, 0x7105), 1);        // smlad r1, r2, r5, r7
  EXPECT_EQ(wide(0xFB92, 0xF3F3), 12);       // sdiv r3, r2, r3
  EXPECT_EQ(wide(0xE8DF, 0xF003, true), 1);  // tbb [pc, r3]
}

TEST(ThumbTiming, OnlyLoadsOfOneRegisterPipeline) {
  EXPECT_TRUE(is_single_load({0x6808, 0, false}));
  EXPECT_TRUE(is_single_load({0xF91B, 0x1B04, true}));
  EXPECT_FALSE(is_single_load({0x7008, 0, false}));
  EXPECT_FALSE(is_single_load({0xC81C, 0, false}));
  EXPECT_FALSE(is_single_load({0xE8F1, 0x5602, true}));
}

}  // namespace
}  // namespace mote
