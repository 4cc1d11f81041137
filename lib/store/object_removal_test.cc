#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/store/object_store.h"
#include "test/fault.h"
#include "test/small_disk.h"

namespace mote {
namespace {

using State = ObjectStore::State;

std::vector<uint8_t> bytes_of(int number) {
  return std::vector<uint8_t>(500, static_cast<uint8_t>(number));
}

class RemovalTest : public testing::Test {
 protected:
  // A pack of objects [begin, end); their names.
  std::vector<std::string> put_pack(int begin, int end) {
    ObjectStore::Batch batch(store);
    std::vector<std::string> names;
    for (int i = begin; i < end; ++i) names.push_back(batch.add(bytes_of(i)));
    batch.commit();
    return names;
  }
  ObjectStore::Removal::Freed remove(const std::string& name) {
    return ObjectStore::Removal(store).remove_if(
        [&](std::string_view one) { return one == name; });
  }
  size_t packs() const {
    size_t count = 0;
    for (const auto& file :
         fs::directory_iterator(folder.path() / "objects" / "packs")) {
      count += file.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  TemporaryFolder folder;
  ObjectStore store{folder.path() / "objects"};
};

TEST_F(RemovalTest, TakesOneObjectOutOfAPack) {
  const auto names = put_pack(0, 3);
  const auto freed = remove(names[1]);
  EXPECT_EQ(freed.objects, 1u);
  EXPECT_EQ(freed.bytes, 500u);
  EXPECT_EQ(store.get(names[0]), bytes_of(0));
  EXPECT_EQ(store.check(names[1]), State::kMissing);
  EXPECT_EQ(store.get(names[2]), bytes_of(2));
  EXPECT_EQ(packs(), 1u);
  EXPECT_EQ(ObjectStore(folder.path() / "objects").list().size(), 2u);
}

TEST_F(RemovalTest, TakesAnObjectThatLiesAloneAndAWholePack) {
  const std::string alone = store.put(bytes_of(9));
  const auto names = put_pack(0, 2);
  EXPECT_EQ(remove(alone).bytes, 500u);
  EXPECT_FALSE(store.has(alone));
  const auto freed = ObjectStore::Removal(store).remove_if(
      [](std::string_view) { return true; });
  EXPECT_EQ(freed.objects, 2u);
  EXPECT_EQ(packs(), 0u);
  EXPECT_TRUE(store.list().empty());
  EXPECT_EQ(put_pack(0, 2), names) << "and can be put again";
  EXPECT_EQ(store.get(names[0]), bytes_of(0));
}

TEST_F(RemovalTest, AnotherProcessFindsWhatWasMoved) {
  const auto names = put_pack(0, 3);
  const ObjectStore other(folder.path() / "objects");
  EXPECT_EQ(other.get(names[2]), bytes_of(2));
  remove(names[0]);
  EXPECT_EQ(other.get(names[2]), bytes_of(2)) << "in a pack written anew";
  EXPECT_FALSE(other.has(names[0]));
  ObjectStore::Removal(store).remove_if([](std::string_view) { return true; });
  const auto later = put_pack(7, 9);
  EXPECT_EQ(other.get(later[1]), bytes_of(8)) << "though the number came again";
}

TEST_F(RemovalTest, SmallPacksAreWrittenTogether) {
  std::vector<std::string> names;
  for (int i = 0; i < 20; i += 2) {
    for (const std::string& name : put_pack(i, i + 2)) names.push_back(name);
  }
  {
    ObjectStore::Appender appender(store);
    const auto bytes = bytes_of(77);
    const std::vector<std::span<const uint8_t>> group = {bytes};
    names.push_back(appender.append(group)[0]);
  }
  ASSERT_EQ(packs(), 11u);
  EXPECT_EQ(remove(names[0]).objects, 1u);
  EXPECT_EQ(packs(), 1u);
  const ObjectStore fresh(folder.path() / "objects");
  EXPECT_EQ(fresh.list().size(), names.size() - 1);
  for (size_t i = 1; i < names.size(); ++i) {
    EXPECT_EQ(fresh.check(names[i]), State::kIntact);
    EXPECT_EQ(store.check(names[i]), State::kIntact) << "where it lies now";
  }
  EXPECT_EQ(remove(names[0]).objects, 0u);
  EXPECT_EQ(packs(), 1u);
}

TEST_F(RemovalTest, ADamagedPackIsNotMerged) {
  const auto damaged = put_pack(0, 2);
  const fs::path pack = store.path_of(damaged[0]);
  put_pack(2, 4);
  put_pack(4, 6);
  std::fstream file(pack, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(8 + 10);
  file.put('!');
  file.close();
  remove("none");
  EXPECT_EQ(packs(), 2u);
  EXPECT_TRUE(fs::exists(pack));
  EXPECT_EQ(store.check(damaged[0]), State::kCorrupt);
  EXPECT_EQ(store.check(damaged[1]), State::kIntact);
}

TEST_F(RemovalTest, KilledAtAnyMomentWhileMergingItLosesNothing) {
  MOTE_REQUIRE_FAULTS(test::Fault::kKill);
  std::vector<std::string> names;
  for (int i = 0; i < 8; i += 2) {
    for (const std::string& name : put_pack(i, i + 2)) names.push_back(name);
  }
  bool killed = true;
  for (size_t at = 1; killed; ++at) {
    const fs::path place = folder.path() / "copy";
    fs::copy(folder.path() / "objects", place, fs::copy_options::recursive);
    killed = test::FaultyProcess(test::Fault::kKill, at)
                 .run([&] {
                   ObjectStore mine(place);
                   ObjectStore::Removal(mine).remove_if(
                       [&](std::string_view name) { return name == names[3]; });
                   return 0;
                 })
                 .killed;
    const ObjectStore after(place);
    for (const std::string& name : names) {
      if (name == names[3] && !after.has(name)) continue;
      ASSERT_EQ(after.check(name), State::kIntact) << "at call " << at;
    }
    fs::remove_all(place);
  }
}

// A repaired copy in a later pack must not lose to the damaged one when the
// earlier pack is written anew.
TEST_F(RemovalTest, KeepsTheRepairedCopyOfAnObject) {
  const auto names = put_pack(0, 3);
  const fs::path pack = store.path_of(names[1]);
  std::fstream file(pack, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(8 + 500 + 10);
  file.put('!');
  file.close();
  ASSERT_EQ(store.check(names[1]), State::kCorrupt);
  put_pack(0, 3);
  ASSERT_EQ(store.check(names[1]), State::kIntact);
  remove(names[0]);
  EXPECT_EQ(store.get(names[1]), bytes_of(1));
  EXPECT_EQ(ObjectStore(folder.path() / "objects").get(names[1]), bytes_of(1));
}

TEST_F(RemovalTest, WaitsForThoseWhoHoldTheStore) {
  const auto names = put_pack(0, 2);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  auto hold = std::make_unique<ObjectStore::Hold>(store);
  const pid_t child = ::fork();
  if (child == 0) {
    hold.reset();  // the child's copy of it
    ObjectStore mine(folder.path() / "objects");
    char byte = 'w';
    if (::write(ends[1], &byte, 1) != 1) ::_exit(1);
    ObjectStore::Removal removal(mine);
    removal.remove_if([](std::string_view) { return true; });
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ends[0], &byte, 1), 1);
  ::usleep(20000);
  EXPECT_EQ(store.get(names[0]), bytes_of(0)) << "held";
  hold.reset();
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_FALSE(store.has(names[0]));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(RemovalTest, KilledItLosesNothingElse) {
  for (int round = 0; round < 8; ++round) {
    const auto names = put_pack(0, 60);
    const pid_t child = ::fork();
    if (child == 0) {
      ObjectStore mine(folder.path() / "objects");
      for (int i = 0; i < 30; ++i) {
        ObjectStore::Removal(mine).remove_if([&](std::string_view name) {
          return name == names[static_cast<size_t>(i)];
        });
      }
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(1000 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const ObjectStore after(folder.path() / "objects");
    for (size_t i = 30; i < names.size(); ++i) {
      ASSERT_EQ(after.check(names[i]), State::kIntact);
    }
  }
}

TEST(RemovalDisk, AFullDiskIsAnErrorAndLosesNothing) {
  test::SmallDisk disk(600);
  MOTE_REQUIRE_MOUNTED(disk);
  ObjectStore store(disk.path() / "objects");
  std::vector<std::string> names;
  {
    ObjectStore::Batch batch(store);
    for (int i = 0; i < 200; ++i) {
      std::vector<uint8_t> bytes(2000, static_cast<uint8_t>(i));
      names.push_back(batch.add(bytes));
    }
    batch.commit();
  }
  EXPECT_THROW(ObjectStore::Removal(store).remove_if(
                   [&](std::string_view name) { return name == names[0]; }),
               Error);
  for (const std::string& name : names) {
    ASSERT_EQ(store.check(name), State::kIntact);
  }
}

TEST(ObjectWriter, WritesWhatPutWould) {
  TemporaryFolder folder;
  ObjectStore store(folder.path() / "objects");
  std::string whole;
  ObjectStore::Writer writer(store);
  for (int i = 0; i < 300000; ++i) {
    const std::string piece = std::to_string(i) + "\n";
    writer.add(piece);
    whole += piece;
  }
  const std::string name = writer.finish();
  EXPECT_EQ(store.get_text(name), whole);
  EXPECT_EQ(store.put(whole), name);
  EXPECT_EQ(ObjectStore::Writer(store).finish(), store.put(""));
}

}  // namespace
}  // namespace mote
