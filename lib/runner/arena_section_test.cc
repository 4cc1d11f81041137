// The arena is one static array, in whichever section the user names.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"
#include "lib/compiler/emit/emit.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

// The sections of an object file that hold data to be written, by name.
std::map<std::string, int64_t> writable_sections(const fs::path& object) {
  const ProcessResult result =
      run_process({"arm-none-eabi-size", "-A", object.string()});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  std::map<std::string, int64_t> sections;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    int64_t bytes = 0;
    const bool sized = static_cast<bool>(words >> name >> bytes);
    const bool writable = name.rfind(".bss", 0) == 0 ||
                          name.rfind(".data", 0) == 0 || name == ".fast_ram";
    if (sized && bytes > 0 && writable) sections[name] = bytes;
  }
  return sections;
}

TEST(ArenaSection, HoldsTheArenaAndNothingElseIsWritten) {
  if (!find_program("arm-none-eabi-g++")) {
    GTEST_SKIP() << "needs arm-none-eabi-g++";
  }
  test::Random random(2);
  const Target target = read_target("qemu-cortex-m4");
  Plan plan;
  while (plan.arena_bytes == 0) {
    plan = compile(test::random_conv(random), target);
  }
  const TemporaryFolder folder;
  const EmittedCode code = emit(plan, {});
  for (const auto& [name, text] : code.files) {
    write_atomically(folder.path() / name, text);
  }
  const std::string source = (folder.path() / (code.name + ".cc")).string();
  const std::string object = (folder.path() / "model.o").string();
  std::vector<std::string> command = {target.compiler};
  command.insert(command.end(), target.compiler_flags.begin(),
                 target.compiler_flags.end());
  command.insert(command.end(), {"-std=c++14", "-O2", "-c", source, "-o",
                                 object, "-I" + resource_folder().string(),
                                 "-DMOTE_ARENA_SECTION=\".fast_ram\""});
  const ProcessResult result = run_process(command);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const std::map<std::string, int64_t> expected = {
      {".fast_ram", plan.arena_bytes}};
  EXPECT_EQ(writable_sections(object), expected);
}

}  // namespace
}  // namespace mote
