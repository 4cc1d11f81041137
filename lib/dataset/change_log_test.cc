#include "lib/dataset/change_log.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/labelling.h"
#include "test/small_disk.h"

namespace mote {
namespace {

Sample sample_of_number(int number) {
  Sample sample;
  sample.id = sha256(std::to_string(number));
  sample.label = "label" + std::to_string(number % 5);
  sample.name = sample.label + "/" + std::to_string(number) + ".wav";
  sample.group = "group" + std::to_string(number % 7);
  sample.source = "recorded";
  sample.rate_hz = 100.0 / 3;  // a rate that no short decimal gives exactly
  sample.frames = 100 + number;
  return sample;
}

void fill(Store& store, int count) {
  SampleTable table(store);
  ChangeLog(store).record({"add", "", ""}, [&] {
    for (int i = 0; i < count; ++i) table.add(sample_of_number(i));
    return count;
  });
}

class ChangeLogTest : public testing::Test {
 protected:
  std::vector<Sample> state() { return SampleTable(store).list(); }

  TemporaryFolder folder;
  Store store{folder.path()};
  ChangeLog log{store};
  Labelling labelling{store, {}};
};

TEST_F(ChangeLogTest, SaysWhoWhenAndWhy) {
  fill(store, 10);
  labelling.exclude(Query::parse("label=label1"), {"", "it coughs", "anna"});
  const auto changes = log.list();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].note.what, "exclude 'label=label1'");
  EXPECT_EQ(changes[0].note.why, "it coughs");
  EXPECT_EQ(changes[0].note.who, "anna");
  EXPECT_EQ(changes[0].samples, 2);
  EXPECT_EQ(changes[0].when.size(), 20u);
  EXPECT_EQ(changes[1].samples, 10);
  EXPECT_FALSE(changes[1].note.who.empty());
}

TEST_F(ChangeLogTest, NothingChangesUnrecorded) {
  fill(store, 3);
  Database& database = store.database();
  EXPECT_THROW(database.run("UPDATE sample SET label = 'x'"), Error);
  EXPECT_THROW(database.run("DELETE FROM sample"), Error);
  EXPECT_THROW(database.run("INSERT INTO sample(label, name, object, "
                            "group_name, split, source, rate_hz, frames, axes, "
                            "added_in) VALUES('','','','','','',0,0,0,1)"),
               Error);
  EXPECT_EQ(state().size(), 3u);
}

TEST_F(ChangeLogTest, WhatChangesNothingIsNotLogged) {
  fill(store, 3);
  EXPECT_EQ(labelling.relabel(Query::parse("label=label1"), "label1", {}), 0);
  { const ChangeScope scope(store, {"import of nothing", "", ""}); }
  EXPECT_EQ(log.list().size(), 1u);
}

TEST_F(ChangeLogTest, AScopeIsOneChange) {
  {
    const ChangeScope scope(store, {"import kitchen/", "", ""});
    for (int i = 0; i < 5; ++i) SampleTable(store).add(sample_of_number(i));
  }
  SampleTable(store).add(sample_of_number(9));
  ASSERT_EQ(log.list().size(), 2u);
  EXPECT_EQ(log.list()[1].samples, 5);
  EXPECT_EQ(log.undo(2).size(), 2u);
  EXPECT_TRUE(state().empty());
}

TEST_F(ChangeLogTest, AScopeThatIsUndoneGoesOnAsANewChange) {
  {
    const ChangeScope scope(store, {"serve", "new data", "anna"});
    SampleTable(store).add(sample_of_number(0));
    Store other(folder.path());
    ASSERT_EQ(ChangeLog(other).undo().size(), 1u);
    SampleTable(store).add(sample_of_number(1));
    SampleTable(store).add(sample_of_number(2));
  }
  const auto changes = log.list();
  ASSERT_EQ(changes.size(), 3u) << "serve, its undo, serve";
  EXPECT_EQ(changes[0].note, changes[2].note);
  EXPECT_EQ(changes[0].samples, 2);
  EXPECT_FALSE(changes[0].undone);
  EXPECT_TRUE(changes[2].undone);
  EXPECT_TRUE(log.redo().empty()) << "something was changed since";
  ASSERT_EQ(log.undo().size(), 1u);
  EXPECT_TRUE(state().empty());
  log.redo();
  EXPECT_EQ(state().size(), 2u);
}

// One change of a kind chosen at random, on samples chosen at random.
int64_t change_something(Labelling& labelling, Store& store,
                         std::mt19937& random) {
  const std::string one = std::to_string(random() % 5);
  const Query query = Query::parse("label~" + one + " or group=group" + one);
  const std::string word = "w" + std::to_string(random() % 1000);
  switch (random() % 9) {
    case 0:
      return labelling.relabel(query, word, {});
    case 1:
      return labelling.regroup(query, word, {});
    case 2:
      return labelling.exclude(query, {"", word, ""});
    case 3:
      return labelling.include(Query(), {});
    case 4:
      return labelling.set_metadata(query, "key" + one, word, {});
    case 5:
      return labelling.add_range(query, {0.5, 1 + random() % 2 * 0.25, word},
                                 {});
    case 6:
      return labelling.add_fix(query, Fix::parse("trim 0.1 " + one + ".3"), {});
    case 7: {
      Sample sample = sample_of_number(static_cast<int>(random() % 60));
      sample.group = word;
      sample.source = "synthetic";
      return SampleTable(store).add(sample) != SampleTable::Outcome::kDuplicate;
    }
    default:
      return labelling.clear_ranges(Query(), {});
  }
}

TEST_F(ChangeLogTest, UndoRestoresEveryFormerStateAndRedoEveryLater) {
  std::mt19937 random(3);
  std::vector<std::vector<Sample>> states = {state()};
  fill(store, 40);
  states.push_back(state());
  while (states.size() < 60) {
    if (change_something(labelling, store, random) > 0) {
      states.push_back(state());
    }
  }
  for (size_t i = states.size() - 1; i-- > 0;) {
    ASSERT_EQ(log.undo().size(), 1u);
    ASSERT_EQ(state(), states[i]) << "after undoing change " << i;
  }
  EXPECT_TRUE(log.undo().empty());
  for (size_t i = 1; i < states.size(); ++i) {
    ASSERT_EQ(log.redo().size(), 1u);
    ASSERT_EQ(state(), states[i]) << "after redoing change " << i;
  }
  EXPECT_TRUE(log.redo().empty());
  EXPECT_EQ(log.undo(30).size(), 30u);
  EXPECT_EQ(state(), states[states.size() - 31]);
  labelling.relabel(Query(), "new", {});
  EXPECT_TRUE(log.redo().empty()) << "something was changed since";
}

TEST_F(ChangeLogTest, RenamesAndMergesLabels) {
  fill(store, 10);
  EXPECT_EQ(labelling.rename("label1", "one", {}), 2);
  EXPECT_THROW(labelling.rename("label2", "one", {}), Error);
  EXPECT_THROW(labelling.rename("nothing", "x", {}), Error);
  EXPECT_EQ(labelling.merge({"label2", "label3"}, "one", {}), 4);
  EXPECT_THROW(labelling.merge({"label4", "nothing"}, "one", {}), Error);
  EXPECT_EQ(SampleTable(store).count(query_of_label("one")), 6u);
  EXPECT_EQ(SampleTable(store).count(query_of_label("label4")), 2u);
}

TEST_F(ChangeLogTest, ARangeEndsWithinItsRecording) {
  fill(store, 1);
  EXPECT_THROW(labelling.add_range(Query(), {0, 4, "x"}, {}), Error);
  EXPECT_EQ(labelling.add_range(Query(), {0, 3, "x"}, {}), 1);
  EXPECT_EQ(state()[0].ranges, (std::vector<TimeRange>{{0, 3, "x"}}));
}

// A child relabels everything again and again and reports each round once it
// is done. Killed at any moment, it leaves whole rounds.
TEST(ChangeLog, KillLeavesNoHalfChange) {
  constexpr int kSamples = 2000;
  TemporaryFolder folder;
  fill(*std::make_unique<Store>(folder.path()), kSamples);
  int64_t reported = 0;
  for (int round = 0; round < 8 || reported == 0; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Store mine(folder.path());
      Labelling labelling(mine, {});
      for (int64_t next = reported + 1;; ++next) {
        labelling.relabel(Query(), "round" + std::to_string(next), {});
        if (::write(ends[1], &next, sizeof next) < 0) ::_exit(1);
      }
    }
    ::close(ends[1]);
    ::usleep(10000 * static_cast<useconds_t>(round + 1));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (int64_t value; ::read(ends[0], &value, sizeof value) > 0;) {
      reported = value;
    }
    ::close(ends[0]);
    Store after(folder.path());
    const auto samples = SampleTable(after).list();
    ASSERT_EQ(samples.size(), static_cast<size_t>(kSamples));
    const size_t labels = Dataset(samples, {}).labels().size();
    if (labels != 1) {
      ASSERT_EQ(labels, 5u);
      ASSERT_EQ(reported, 0);
      continue;
    }
    const int64_t there = std::stoll(samples[0].label.substr(5));
    ASSERT_TRUE(there == reported || there == reported + 1);
    ASSERT_EQ(ChangeLog(after).list().size(), static_cast<size_t>(there) + 1);
    reported = there;
  }
  Store after(folder.path());
  ChangeLog(after).undo(static_cast<size_t>(reported));
  EXPECT_EQ(SampleTable(after).list()[0].label, "label0");
}

TEST(ChangeLog, TwoWritersAtOnceBothFinish) {
  constexpr int kSamples = 200, kRounds = 15;
  TemporaryFolder folder;
  fill(*std::make_unique<Store>(folder.path()), kSamples);
  std::vector<pid_t> children;
  for (int writer = 0; writer < 2; ++writer) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    Store mine(folder.path());
    Labelling labelling(mine, {});
    int64_t changed = 0;
    for (int round = 0; round < kRounds; ++round) {
      changed +=
          labelling.set_metadata(Query(), "writer" + std::to_string(writer),
                                 std::to_string(round), {});
    }
    ::_exit(changed == kSamples * kRounds ? 0 : 1);
  }
  for (pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  Store after(folder.path());
  EXPECT_EQ(ChangeLog(after).list().size(), size_t{2 * kRounds + 1});
  const std::string last = std::to_string(kRounds - 1);
  for (const Sample& sample : SampleTable(after).list()) {
    ASSERT_EQ(sample.metadata, (std::map<std::string, std::string>{
                                   {"writer0", last}, {"writer1", last}}));
  }
}

TEST(ChangeLog, AFullDiskChangesNothing) {
  test::SmallDisk disk(1024);
  MOTE_REQUIRE_MOUNTED(disk);
  Store store(disk.path());
  fill(store, 500);
  Labelling labelling(store, {});
  std::vector<Sample> before;
  try {
    for (int round = 0; round < 1000; ++round) {
      before = SampleTable(store).list();
      labelling.set_metadata(Query(), "key" + std::to_string(round),
                             std::string(50, 'x'), {});
    }
    FAIL() << "the disk never filled up";
  } catch (const Error& error) {
    EXPECT_NE(error.hint().find("free some space"), std::string::npos);
  }
  EXPECT_EQ(SampleTable(store).list(), before);
}

// A store as the first mote wrote it.
TEST(Schema, AnOlderStoreOpensWithAllItHas) {
  TemporaryFolder folder;
  {
    Database old(folder.path() / "store.db");
    old.define(
        "CREATE TABLE sample(id INTEGER PRIMARY KEY, object TEXT NOT NULL "
        "UNIQUE, name TEXT NOT NULL, label TEXT NOT NULL, group_name TEXT NOT "
        "NULL, split TEXT NOT NULL, source TEXT NOT NULL, rate_hz REAL NOT "
        "NULL, frames INTEGER NOT NULL, axes INTEGER NOT NULL, added_at TEXT "
        "NOT NULL DEFAULT CURRENT_TIMESTAMP)");
    for (int i = 0; i < 3; ++i) {
      const Sample sample = sample_of_number(i);
      old.run(
          "INSERT INTO sample(object, name, label, group_name, split, "
          "source, rate_hz, frames, axes, added_at) VALUES(?, ?, ?, ?, "
          "'test', ?, ?, ?, 1, ?)",
          {sample.id, sample.name, sample.label, sample.group, sample.source,
           sample.rate_hz, sample.frames,
           i < 2 ? "2026-11-01 10:00:00" : "2026-11-02 10:00:00"});
    }
  }
  Store store(folder.path());
  const auto samples = SampleTable(store).list();
  ASSERT_EQ(samples.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    Sample expected = sample_of_number(i);
    expected.split = "test";
    EXPECT_EQ(samples[static_cast<size_t>(i)], expected);
  }
  ChangeLog log(store);
  ASSERT_EQ(log.list().size(), 2u);
  EXPECT_EQ(log.list()[0].when, "2026-11-02T10:00:00Z");
  log.undo();
  EXPECT_EQ(SampleTable(store).count(), 2u);
}

TEST(Schema, ANewerStoreIsRefused) {
  TemporaryFolder folder;
  Store store(folder.path());
  store.database().define("PRAGMA user_version=1000");
  EXPECT_THROW(SampleTable{store}, Error);
}

}  // namespace
}  // namespace mote
