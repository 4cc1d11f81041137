#include "lib/firmware/elf.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"

namespace mote {
namespace {

// The running test itself: a 64-bit ELF file that is always there.
const fs::path kSelf = "/proc/self/exe";

TEST(Elf, ReadsSizesAndSymbolsOfThisProgram) {
  const ElfImage image = read_elf(kSelf);
  EXPECT_GT(image.flash_bytes, 10000);
  EXPECT_GT(image.ram_bytes, 0);
  const auto is_main = [](const ElfSymbol& symbol) {
    return symbol.name == "main" && symbol.size_bytes > 0;
  };
  EXPECT_EQ(std::count_if(image.symbols.begin(), image.symbols.end(), is_main),
            1);
}

TEST(Elf, OtherFilesAreErrors) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "firmware.elf";
  for (const char* text : {"", "not an ELF file",
                           "\x7f"
                           "ELF"}) {
    std::ofstream(path) << text;
    EXPECT_THROW(read_elf(path), Error);
    EXPECT_THROW(flash_contents(path), Error);
  }
}

// Wherever the file is cut, the answer is an Error or what is still there.
TEST(Elf, CutFilesNeverCrash) {
  const std::string whole = read_text(kSelf).substr(0, 200000);
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "firmware.elf";
  size_t errors = 0, cuts = 0;
  for (size_t size = 0; size < whole.size(); size += 1 + size / 20) {
    std::ofstream(path, std::ios::binary) << whole.substr(0, size);
    ++cuts;
    try {
      read_elf(path);
      flash_contents(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), path.string());
      ++errors;
    }
  }
  EXPECT_EQ(errors, cuts);  // its section table lies at the end
}

}  // namespace
}  // namespace mote
