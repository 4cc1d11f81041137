#include "stages/deploy/deploy.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "test/micro_speech.h"
#include "test/shared_data.h"

namespace mote {
namespace {

Package micro_speech() {
  Package package = test::micro_speech();
  package.name = "lamp";
  return package;
}

// A PATH on which no compiler is found, for the life of the object.
class EmptyPath {
 public:
  EmptyPath() : path_(std::getenv("PATH")) { setenv("PATH", "/nowhere", 1); }
  ~EmptyPath() { setenv("PATH", path_.c_str(), 1); }

 private:
  std::string path_;
};

TEST(Deploy, LeavesSourcesProgramFactsAndAReadme) {
  MOTE_REQUIRE_SHARED();
  if (!find_program("qemu-system-arm") || !find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs qemu-system-arm and arm-none-eabi-g++";
  }
  const TemporaryFolder folder;
  const fs::path out = folder.path() / "out ü" / "qemu-cortex-m4";
  write_atomically(out / "stale.txt", "of an earlier run");
  mote::Run run = quiet_run({}, 2);
  const Deployment deployment =
      deploy(micro_speech(), read_target("qemu-cortex-m4"), out, run);

  EXPECT_FALSE(fs::exists(out / "stale.txt"));
  EXPECT_TRUE(fs::exists(out / "src/device/detect/detector.cc"));
  EXPECT_EQ(deployment.firmware.program, out / "firmware.elf");
  EXPECT_TRUE(fs::exists(deployment.firmware.program));
  EXPECT_EQ(static_cast<int64_t>(fs::file_size(out / "firmware.bin")),
            deployment.facts.flash_bytes);
  const auto facts = nlohmann::json::parse(read_text(out / "facts.json"));
  EXPECT_EQ(facts, facts_json(deployment));
  EXPECT_GT(facts["instructions_an_inference"], 100000);
  EXPECT_NE(read_text(out / "README.md").find("# lamp on Cortex-M4"),
            std::string::npos);
  EXPECT_NE(facts_summary(deployment).find("at 80 MHz"), std::string::npos);
  // Nothing else is left beside it.
  EXPECT_EQ(std::distance(fs::directory_iterator(out.parent_path()), {}), 1);
}

TEST(Deploy, BuildsForAnAArch64Computer) {
  MOTE_REQUIRE_SHARED();
  if (!find_program("aarch64-linux-gnu-g++")) {
    GTEST_SKIP() << "needs aarch64-linux-gnu-g++";
  }
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  const Deployment deployment = deploy(
      micro_speech(), read_target("linux-aarch64"), folder.path() / "out", run);
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "libapplication.a"));
  const std::string program = read_text(deployment.firmware.program);
  constexpr char kAArch64 = static_cast<char>(183);  // e_machine of ELF
  EXPECT_EQ(program.at(18), kAArch64);
}

TEST(Deploy, ATargetWithoutAMainProgramIsRefused) {
  const TemporaryFolder folder;
  mote::Run run = quiet_run({}, 2);
  try {
    deploy({}, read_target("wasm"), folder.path() / "out", run);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what_happened(),
              "target 'wasm' has no main program to listen with");
    EXPECT_NE(error.hint().find("--target wasm"), std::string::npos);
  }
}

TEST(Deploy, AMissingCompilerIsNamedAndNothingIsLeft) {
  MOTE_REQUIRE_SHARED();
  const Package package = micro_speech();
  const TemporaryFolder folder;
  mote::Run run = quiet_run();
  const EmptyPath path;
  try {
    deploy(package, read_target("qemu-cortex-m4"), folder.path() / "out", run);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("arm-none-eabi-g++"),
              std::string::npos);
    EXPECT_NE(error.hint().find("gcc-arm-none-eabi"), std::string::npos);
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace mote
