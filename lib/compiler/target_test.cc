#include "lib/compiler/target.h"

#include <gtest/gtest.h>

#include <set>

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

TEST(Target, ABoardHasTheFilesOfThatOnWhichItBuilds) {
  std::set<std::string> paths;
  for (const auto& path : target_files(read_target("qemu-rv32"))) {
    paths.insert(path.parent_path().filename() / path.filename());
  }
  EXPECT_EQ(paths.count("qemu-cortex-m4/main.cc"), 1u);
  EXPECT_EQ(paths.count("cortex-m4/memory.cc"), 1u);
  EXPECT_EQ(paths.count("rv32imc/start_up.cc"), 1u);
  EXPECT_EQ(paths.count("cortex-m4/start_up.cc"), 0u);
  EXPECT_EQ(paths.count("qemu-rv32/link.ld"), 1u);
  EXPECT_EQ(paths.count("qemu-cortex-m4/link.ld"), 0u);
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
