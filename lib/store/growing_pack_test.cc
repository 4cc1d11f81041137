#include "lib/store/growing_pack.h"

#include <gtest/gtest.h>

#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/store/object_store.h"
#include "test/fault.h"

namespace mote {
namespace {

using State = ObjectStore::State;
using test::Fault;
using test::FaultyProcess;

std::vector<uint8_t> bytes_of(int number) {
  std::vector<uint8_t> bytes(700, static_cast<uint8_t>(number));
  bytes[1] = static_cast<uint8_t>(number >> 8);
  return bytes;
}

class AppenderTest : public testing::Test {
 protected:
  // Objects [begin, end) as one group; their names.
  static std::vector<std::string> append(ObjectStore::Appender& appender,
                                         int begin, int end) {
    std::vector<std::vector<uint8_t>> kept;
    for (int i = begin; i < end; ++i) kept.push_back(bytes_of(i));
    return appender.append(
        std::vector<std::span<const uint8_t>>(kept.begin(), kept.end()));
  }
  fs::path objects() const { return folder.path() / "objects"; }
  std::vector<fs::path> packs() const {
    std::vector<fs::path> packs;
    for (const auto& file : fs::directory_iterator(objects() / "packs")) {
      packs.push_back(file.path());
    }
    return packs;
  }

  TemporaryFolder folder{test::quick_folder()};
  ObjectStore store{objects()};
};

TEST_F(AppenderTest, GroupsLieInOneFileAndOthersReadThemWhileItGrows) {
  ObjectStore::Appender appender(store);
  const ObjectStore other(objects());
  std::vector<std::string> names;
  for (int i = 0; i < 20; i += 2) {
    const auto added = append(appender, i, i + 2);
    names.insert(names.end(), added.begin(), added.end());
    for (size_t at = 0; at < names.size(); ++at) {
      EXPECT_EQ(other.get(names[at]), bytes_of(static_cast<int>(at)));
    }
  }
  EXPECT_EQ(packs().size(), 1u);
  EXPECT_EQ(append(appender, 0, 20), names) << "there already";
  EXPECT_EQ(fs::file_size(packs()[0]), 8u + 10 * (16 + 2 * 48 + 32 + 2 * 700));
  EXPECT_EQ(store.list().size(), 20u);
  EXPECT_EQ(append(appender, 30, 31).size(), 1u);
  const auto twice = append(appender, 40, 41);
  EXPECT_EQ(store.get(twice[0]), bytes_of(40));
}

TEST_F(AppenderTest, AnyPrefixHoldsTheWholeGroupsInIt) {
  std::vector<std::string> names;
  {
    ObjectStore::Appender appender(store);
    names = append(appender, 0, 1);
    names.push_back(append(appender, 1, 2)[0]);
  }
  const fs::path pack = packs()[0];
  const uint64_t size = fs::file_size(pack), one = 16 + 48 + 32 + 700;
  ASSERT_EQ(size, 8 + 2 * one);
  for (uint64_t kept = size; kept-- > 0;) {
    fs::resize_file(pack, kept);
    const size_t whole = kept < 8 + one ? 0 : 1;
    ASSERT_EQ(read_pack_index(pack).entries.size(), whole) << kept;
  }
}

TEST_F(AppenderTest, DamagedHeadsEndTheFile) {
  {
    ObjectStore::Appender appender(store);
    append(appender, 0, 2);
  }
  const fs::path pack = packs()[0];
  const auto good = read_bytes(pack);
  for (size_t at = 8; at < 8 + 16 + 2 * 48 + 32; ++at) {
    auto bad = good;
    bad[at] ^= 0x41;
    write_atomically(pack, bad);
    ASSERT_TRUE(read_pack_index(pack).entries.empty()) << at;
  }
}

TEST_F(AppenderTest, GoesOnInANewFileWhereTheOldWasWrittenAnew) {
  ObjectStore::Appender appender(store);
  const auto names = append(appender, 0, 4);
  ObjectStore collector(objects());
  ObjectStore::Removal(collector).remove_if(
      [&](std::string_view name) { return name == names[1]; });
  const auto later = append(appender, 4, 6);
  const ObjectStore fresh(objects());
  EXPECT_EQ(fresh.get(names[0]), bytes_of(0));
  EXPECT_FALSE(fresh.has(names[1]));
  EXPECT_EQ(fresh.get(later[1]), bytes_of(5));
}

// The repaired copy must lie behind the damaged one for those who come later.
TEST_F(AppenderTest, RepairsWhatIsDamagedInALaterPack) {
  ObjectStore::Appender appender(store);
  append(appender, 0, 1);
  std::string name;
  {
    ObjectStore::Batch batch(store);
    name = batch.add(bytes_of(9));
    batch.commit();
  }
  std::fstream file(store.path_of(name),
                    std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(8 + 10);
  file.put('!');
  file.close();
  ASSERT_EQ(store.check(name), State::kCorrupt);
  append(appender, 9, 10);
  EXPECT_EQ(ObjectStore(objects()).get(name), bytes_of(9));
}

// What append() returned of is there whenever the process is killed; and what
// is there is whole.
TEST_F(AppenderTest, KilledAtAnyMomentItKeepsWhatItReported) {
  MOTE_REQUIRE_FAULTS(Fault::kKill);
  size_t kept = 0;
  for (size_t at = 1;; at += 2) {
    const fs::path place = folder.path() / std::to_string(at);
    const fs::path reported = folder.path() / "reported";
    write_atomically(reported, std::string());
    const auto run = FaultyProcess(Fault::kKill, at).run([&] {
      ObjectStore mine(place);
      ObjectStore::Appender appender(mine);
      for (int i = 0; i < 12; i += 3) {
        std::ofstream report(reported, std::ios::app);
        for (const std::string& name : append(appender, i, i + 3)) {
          report << name << "\n";
        }
      }
      return 0;
    });
    std::ifstream report(reported);
    const ObjectStore after(place);
    for (std::string name; std::getline(report, name); ++kept) {
      ASSERT_EQ(after.check(name), State::kIntact) << "at call " << at;
    }
    for (const std::string& name : after.list()) {
      ASSERT_EQ(after.check(name), State::kIntact) << "at call " << at;
    }
    if (!run.killed) break;
  }
  EXPECT_GT(kept, 20u);
}

TEST_F(AppenderTest, AFullDiskIsAnErrorAndTheNextGroupTakesItsPlace) {
  MOTE_REQUIRE_FAULTS(Fault::kDiskFull);
  ObjectStore::Appender appender(store);
  const auto names = append(appender, 0, 3);
  const auto run = FaultyProcess(Fault::kDiskFull, 1).run([&] {
    try {
      append(appender, 3, 6);
      return 0;
    } catch (const Error& error) {
      return error.hint().find("disk is full") != std::string::npos ? 1 : 2;
    }
  });
  EXPECT_EQ(run.exit_code, 1);
  const auto later = append(appender, 6, 9);
  const ObjectStore fresh(objects());
  EXPECT_EQ(fresh.list().size(), 6u);
  EXPECT_EQ(fresh.check(names[2]), State::kIntact);
  EXPECT_EQ(fresh.check(later[2]), State::kIntact);
}

}  // namespace
}  // namespace mote
