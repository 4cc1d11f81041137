#include "lib/store/object_store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <numeric>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/threads.h"
#include "test/small_disk.h"

namespace mote {
namespace {

std::vector<uint8_t> pattern(size_t size_bytes, uint8_t start) {
  std::vector<uint8_t> bytes(size_bytes);
  std::iota(bytes.begin(), bytes.end(), start);
  return bytes;
}

class ObjectStoreTest : public testing::Test {
 protected:
  // Stores a pack of one object.
  std::string store_pack(uint8_t start) {
    ObjectStore::Batch batch(store);
    const std::string name = batch.add(pattern(100, start));
    batch.commit();
    return name;
  }

  TemporaryFolder folder;
  ObjectStore store{folder.path() / "objects"};
};

TEST_F(ObjectStoreTest, GivesBackWhatWasPutUnderItsHash) {
  const auto bytes = pattern(1000, 7);
  const std::string name = store.put(bytes);
  EXPECT_EQ(name, sha256(bytes));
  EXPECT_TRUE(store.has(name));
  EXPECT_EQ(store.get(name), bytes);
  EXPECT_EQ(store.list(), std::vector<std::string>{name});
}

TEST_F(ObjectStoreTest, CreatesNothingBeforeTheFirstObject) {
  EXPECT_TRUE(store.list().empty());
  EXPECT_FALSE(fs::exists(folder.path() / "objects"));
}

TEST_F(ObjectStoreTest, PutTwiceKeepsOne) {
  store.put("one text");
  store.put("one text");
  EXPECT_EQ(store.list().size(), 1u);
}

TEST_F(ObjectStoreTest, NamesAMissingObject) {
  const std::string name = sha256("never stored");
  EXPECT_EQ(store.check(name), ObjectStore::State::kMissing);
  try {
    store.get(name);
    FAIL() << "a missing object was read";
  } catch (const Error& error) {
    EXPECT_NE(error.where().find(name), std::string::npos);
  }
}

TEST_F(ObjectStoreTest, RefusesNamesThatAreNoHash) {
  EXPECT_THROW(store.get("../../etc/passwd"), Error);
  EXPECT_THROW(store.has(std::string(64, 'G')), Error);
}

TEST_F(ObjectStoreTest, FindsEveryFlippedByteAndPutRepairsIt) {
  const auto bytes = pattern(300, 0);
  const std::string name = store.put(bytes);
  for (size_t at = 0; at < bytes.size(); at += 37) {
    auto damaged = bytes;
    damaged[at] ^= 1;
    write_atomically(store.path_of(name), damaged);
    EXPECT_EQ(store.check(name), ObjectStore::State::kCorrupt);
    EXPECT_THROW(store.get(name), Error);
    store.put(bytes);
    EXPECT_EQ(store.check(name), ObjectStore::State::kIntact);
  }
}

TEST_F(ObjectStoreTest, BatchShowsNothingBeforeItsCommit) {
  ObjectStore::Batch batch(store);
  const std::string name = batch.add(pattern(10, 1));
  EXPECT_FALSE(store.has(name));
  batch.commit();
  EXPECT_TRUE(store.has(name));
}

TEST_F(ObjectStoreTest, BatchWithoutCommitLeavesNothing) {
  { ObjectStore::Batch(store).add(pattern(10, 1)); }
  EXPECT_TRUE(store.list().empty());
  EXPECT_TRUE(fs::is_empty(folder.path() / "objects" / "incoming"));
}

TEST_F(ObjectStoreTest, BatchTakesObjectsFromManyThreads) {
  ObjectStore::Batch batch(store);
  parallel_for(100, 4, [&](size_t i) {
    batch.add(pattern(100, static_cast<uint8_t>(i / 2)));
  });
  batch.commit();
  EXPECT_EQ(store.list().size(), 50u);
}

TEST_F(ObjectStoreTest, TwoBatchesAtOnceDoNotDisturbEachOther) {
  ObjectStore::Batch first(store), second(store);
  first.add(pattern(10, 1));
  second.add(pattern(10, 1));
  second.add(pattern(10, 2));
  first.commit();
  second.commit();
  EXPECT_EQ(store.list().size(), 2u);
}

TEST_F(ObjectStoreTest, AnotherStoreOfTheSameFolderSeesNewPacks) {
  ObjectStore other(folder.path() / "objects");
  EXPECT_TRUE(other.list().empty());
  const std::string name = store_pack(1);
  EXPECT_TRUE(other.has(name));
  EXPECT_EQ(other.get(name), pattern(100, 1));
}

TEST_F(ObjectStoreTest, CleansUpAfterAProcessThatWasKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    ObjectStore::Batch batch(store);
    batch.add(pattern(10, 1));
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  const fs::path incoming = folder.path() / "objects" / "incoming";
  EXPECT_FALSE(fs::is_empty(incoming));
  { ObjectStore::Batch batch(store); }
  EXPECT_TRUE(fs::is_empty(incoming));
}

// Whatever byte of a pack is damaged: the object it belongs to is found out,
// and adding the bytes again repairs it.
TEST_F(ObjectStoreTest, ABatchTakesNothingAwayBeforeItIsCommitted) {
  const std::string text = "once right";
  const std::string name = store.put(text);
  const fs::path file = store.path_of(name);
  write_atomically(file, std::string_view("now wrong"));
  {
    ObjectStore::Batch batch(store);
    batch.add({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  }
  EXPECT_TRUE(fs::exists(file)) << "nothing was committed";
  ObjectStore::Batch batch(store);
  batch.add({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  batch.commit();
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(store.get_text(name), text);
}

TEST_F(ObjectStoreTest, ABatchLeavesWhatAnotherStoredMeanwhile) {
  const std::string text = "stored twice";
  ObjectStore::Batch batch(store);
  batch.add({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  const std::string name = store.put(text);
  const fs::path file = store.path_of(name);
  batch.commit();
  EXPECT_TRUE(fs::exists(file));
  EXPECT_EQ(store.get_text(name), text);
}

TEST_F(ObjectStoreTest, FindsEveryFlippedByteOfAPackAndABatchRepairsIt) {
  const std::string name = store_pack(1);
  const fs::path pack = store.path_of(name);
  const auto whole = read_bytes(pack);
  for (size_t at = 0; at < whole.size(); ++at) {
    auto damaged = whole;
    damaged[at] ^= 1;
    write_atomically(pack, damaged);
    ObjectStore fresh(folder.path() / "objects");
    const bool in_magic = at < 8;
    EXPECT_EQ(fresh.check(name) == ObjectStore::State::kIntact, in_magic) << at;
    if (at % 50 != 20) continue;
    ObjectStore::Batch batch(fresh);
    batch.add(pattern(100, 1));
    batch.commit();
    EXPECT_EQ(fresh.check(name), ObjectStore::State::kIntact);
    EXPECT_EQ(ObjectStore(folder.path() / "objects").check(name),
              ObjectStore::State::kIntact);
    fs::remove(fresh.path_of(name));
  }
}

TEST_F(ObjectStoreTest, AnyPrefixOfAPackIsHarmless) {
  const std::string name = store_pack(1);
  const fs::path pack = store.path_of(name);
  const auto whole = read_bytes(pack);
  for (size_t size = 0; size < whole.size(); ++size) {
    write_atomically(pack, std::span(whole).first(size));
    ObjectStore fresh(folder.path() / "objects");
    EXPECT_NE(fresh.check(name), ObjectStore::State::kIntact);
    EXPECT_THROW(fresh.get(name), Error);
  }
}

TEST(ObjectStoreDisk, FullDiskIsOneClearErrorAndLosesNothing) {
  test::SmallDisk disk(256);
  MOTE_REQUIRE_MOUNTED(disk);
  ObjectStore store(disk.path() / "objects");
  const std::string kept = store.put(pattern(1000, 1));
  try {
    ObjectStore::Batch batch(store);
    batch.add(pattern(1000000, 2));
    FAIL() << "a megabyte fitted on a small disk";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("No space"), std::string::npos);
    EXPECT_NE(error.hint().find("disk is full"), std::string::npos);
  }
  EXPECT_THROW(store.put(pattern(1000000, 2)), Error);
  EXPECT_EQ(store.check(kept), ObjectStore::State::kIntact);
  EXPECT_EQ(store.list().size(), 1u);
  EXPECT_EQ(store.put(pattern(2000, 3)).size(), 64u);
}

TEST(ObjectStoreDisk, ReadOnlyFolderIsOneClearError) {
  test::SmallDisk disk(256);
  MOTE_REQUIRE_MOUNTED(disk);
  ObjectStore store(disk.path() / "objects");
  const std::string kept = store.put(pattern(1000, 1));
  ASSERT_TRUE(disk.make_read_only());
  try {
    store.put(pattern(1000, 2));
    FAIL() << "wrote to a read-only folder";
  } catch (const Error& error) {
    EXPECT_NE(error.hint().find("permissions"), std::string::npos);
  }
  EXPECT_EQ(store.get(kept), pattern(1000, 1));
}

}  // namespace
}  // namespace mote
