// A file of every format, whole and with changed bytes: refused or understood.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "fuzz/survive_import.h"
#include "lib/base/file.h"

namespace mote {
namespace {

std::vector<fs::path> corpus() {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(MOTE_SOURCE_DIR) / "fuzz" / "corpus_imports";
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(DamagedImports, TheCorpusIsSurvived) {
  for (const fs::path& file : corpus()) {
    const std::string name = file.filename().string();
    const int samples = fuzz::survive_import(name, read_bytes(file));
    EXPECT_EQ(samples > 0, !name.starts_with("bad_")) << name;
  }
}

TEST(DamagedImports, ChangedBytesAreRefusedOrUnderstood) {
  std::mt19937 random(5);
  int refused = 0, understood = 0;
  for (const fs::path& file : corpus()) {
    const std::string name = file.filename().string();
    const std::vector<uint8_t> whole = read_bytes(file);
    // Each damaged HDF5 file costs a process.
    const int trials = name.ends_with(".h5") ? 15 : 200;
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<uint8_t> bytes = whole;
      for (int flip = 0; flip < 2; ++flip) {
        // Most of what matters stands at the beginning.
        const size_t reach =
            trial % 2 == 0 ? bytes.size() : std::min<size_t>(bytes.size(), 100);
        bytes[random() % reach] = static_cast<uint8_t>(random());
      }
      if (trial % 3 == 0) bytes.resize(random() % bytes.size());
      ++(fuzz::survive_import(name, bytes) > 0 ? understood : refused);
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(understood, 0);
}

}  // namespace
}  // namespace mote
