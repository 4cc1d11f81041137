// What devices send, whole and with changed bytes: refused or understood.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "fuzz/survive_upload.h"
#include "lib/base/file.h"

namespace mote {
namespace {

constexpr int kTrials = 150;

std::vector<fs::path> corpus() {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(MOTE_SOURCE_DIR) / "fuzz" / "corpus_uploads";
  for (const auto& entry : fs::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST(DamagedUploads, TheCorpusIsSurvived) {
  for (const fs::path& file : corpus()) {
    const std::string name = file.filename().string();
    const int understood = fuzz::survive_upload(read_bytes(file));
    const bool nonsense =
        name.starts_with("deep") || name.starts_with("behind_f32");
    EXPECT_EQ(understood > 0, !nonsense) << name;
  }
}

TEST(DamagedUploads, ChangedBytesAreRefusedOrUnderstood) {
  std::mt19937 random(5);
  int refused = 0, understood = 0;
  for (const fs::path& file : corpus()) {
    const std::vector<uint8_t> whole = read_bytes(file);
    for (int trial = 0; trial < kTrials; ++trial) {
      std::vector<uint8_t> bytes = whole;
      for (int flip = 0; flip < 2; ++flip) {
        bytes[random() % bytes.size()] = static_cast<uint8_t>(random());
      }
      if (trial % 3 == 0) bytes.resize(random() % bytes.size());
      ++(fuzz::survive_upload(bytes) > 0 ? understood : refused);
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(understood, 0);
}

}  // namespace
}  // namespace mote
