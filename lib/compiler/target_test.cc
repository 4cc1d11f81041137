#include "lib/compiler/target.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

TEST(Target, ReadsTheBoardAndItsProcessor) {
  const Target target = read_target("qemu-cortex-m4");
  EXPECT_EQ(target.cpu, "cortex-m4");
  EXPECT_EQ(target.isa, "armv7em");
  EXPECT_EQ(target.qemu_machine, "mps2-an386");
  EXPECT_EQ(target.compiler_flags.front(), "-mcpu=cortex-m4");
  EXPECT_GT(target.flash_bytes, target.ram_bytes);
}

TEST(Target, EveryBoardCanBeRead) {
  for (const std::string& name : target_names()) {
    EXPECT_EQ(read_target(name).name, name);
  }
}

TEST(Target, UnknownNameListsTheKnownOnes) {
  try {
    read_target("qemu-cortex-m99");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what_happened(), "there is no target 'qemu-cortex-m99'");
    EXPECT_NE(error.hint().find("qemu-cortex-m4"), std::string::npos);
  }
}

}  // namespace
}  // namespace mote
