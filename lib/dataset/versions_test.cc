#include "lib/dataset/versions.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/dataset/forget.h"
#include "lib/dataset/labelling.h"

namespace mote {
namespace {

// Samples 0 to count - 1 of the groups anna, bert and carl, with their objects.
void fill(Store& store, int count) {
  const char* const groups[] = {"anna", "bert", "carl"};
  SampleTable table(store);
  ObjectStore::Batch batch(store.objects());
  std::vector<Sample> samples;
  for (int i = 0; i < count; ++i) {
    Sample sample;
    const std::string content = "content " + std::to_string(i);
    sample.id = batch.add(
        {reinterpret_cast<const uint8_t*>(content.data()), content.size()});
    sample.group = groups[i % 3];
    sample.label = i % 2 == 0 ? "left" : "right";
    sample.name = sample.group + "_" + std::to_string(i) + ".wav";
    sample.source = "recorded";
    sample.rate_hz = 16000;
    sample.frames = 16000;
    samples.push_back(sample);
  }
  batch.commit();
  ChangeLog(store).record({"import", "", ""}, [&] {
    for (const Sample& sample : samples) table.add(sample);
    return count;
  });
}

class VersionsTest : public testing::Test {
 protected:
  VersionsTest() { fill(store, 30); }
  std::vector<Sample> state() { return SampleTable(store).list(); }
  std::string counts(const std::string& a, const std::string& b) {
    int added = 0, changed = 0, removed = 0;
    compare_lines(
        versions.lines(a), versions.lines(b),
        [&](const Sample* before, const Sample* after) {
          ++(before == nullptr ? added : after == nullptr ? removed : changed);
        });
    return std::to_string(added) + " " + std::to_string(changed) + " " +
           std::to_string(removed);
  }

  TemporaryFolder folder;
  Store store{folder.path()};
  Versions versions{store};
  Labelling labelling{store, {}};
};

TEST_F(VersionsTest, KeepsWhatWasKnown) {
  const auto before = state();
  const Version first = versions.save("", {"", "to begin with", "anna"});
  EXPECT_EQ(first.name, "v1");
  EXPECT_EQ(first.samples, 30);
  EXPECT_EQ(parse_snapshot(versions.lines("v1")), before);
  EXPECT_EQ(versions.save("v1", {}), first) << "the same once more";
  labelling.relabel(Query::parse("group=anna"), "up", {});
  EXPECT_THROW(versions.save("v1", {}), Error);
  EXPECT_THROW(versions.save("now", {}), Error);
  EXPECT_EQ(versions.save("", {}).name, "v2");
  EXPECT_EQ(versions.list().size(), 2u);
  EXPECT_EQ(counts("v1", "v2"), "0 10 0");
  EXPECT_EQ(counts("v2", "now"), "0 0 0");
  EXPECT_EQ(counts(first.object.substr(0, 10), "v2"), "0 10 0");
  EXPECT_THROW(versions.lines("v3"), Error);
}

TEST_F(VersionsTest, CheckoutGoesBackAndForth) {
  const auto at_first = state();
  versions.save("first", {});
  labelling.exclude(Query::parse("label=left"), {"", "noise", ""});
  ChangeLog(store).record({"remove", "", ""}, [&] {
    SampleTable(store).remove(at_first[3].id);
    return 1;
  });
  labelling.add_fix(Query::parse("group=bert"), Fix::parse("gain 3"), {});
  const auto later = state();
  versions.save("later", {});
  const Checkout done = versions.checkout("first", {});
  EXPECT_EQ(state(), at_first);
  EXPECT_EQ(done.added, 1);
  EXPECT_EQ(done.removed, 0);
  EXPECT_EQ(versions.checkout("later", {}).removed, 1);
  EXPECT_EQ(state(), later);
  ChangeLog(store).undo();
  EXPECT_EQ(state(), at_first);
  ChangeLog(store).undo();
  EXPECT_EQ(state(), later);
  EXPECT_EQ(versions.checkout("later", {}).changed, 0);
}

TEST_F(VersionsTest, CheckoutNamesWhatIsGone) {
  versions.save("all", {});
  const Sample gone = state()[5];
  ChangeLog(store).record({"remove", "", ""}, [&] {
    SampleTable(store).remove(gone.id);
    return 1;
  });
  ObjectStore::Removal(store.objects()).remove_if([&](std::string_view name) {
    return name == gone.id;
  });
  EXPECT_EQ(versions.checkout("all", {}).missing,
            std::vector<std::string>{gone.name});
  EXPECT_EQ(state().size(), 29u);
}

// Whether a text stands in any file of the store.
bool is_anywhere(const fs::path& folder, const std::string& text) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(stream)), {});
    if (content.find(text) != std::string::npos) return true;
  }
  return false;
}

TEST_F(VersionsTest, ForgettingLeavesNothingOfAGroup) {
  versions.save("all", {});
  labelling.relabel(Query::parse("group=anna"), "up", {"", "anna says up", ""});
  labelling.relabel(Query::parse("group=bert"), "down", {});
  ASSERT_TRUE(is_anywhere(folder.path(), "content 3"));
  Recipe recipe;
  recipe.stage = "train";
  recipe.key = "key";
  recipe.inputs["snapshot"] = versions.list()[0].object;
  recipe.outputs["checkpoint"] = store.objects().put("a model");
  recipe.outputs["features"] = store.objects().put("features of them");
  store.ledger().record(recipe);
  const std::string old_object = versions.list()[0].object;

  const Forgotten forgotten = forget_group(store, "anna");
  EXPECT_EQ(forgotten.recordings.size(), 10u);
  EXPECT_EQ(forgotten.snapshots, 1u);
  ASSERT_EQ(forgotten.made_from_them.size(), 1u);
  EXPECT_EQ(forgotten.made_from_them[0].outputs.at("checkpoint"),
            recipe.outputs["checkpoint"]);
  EXPECT_EQ(state().size(), 20u);
  EXPECT_EQ(parse_snapshot(versions.lines("all")).size(), 20u);
  EXPECT_EQ(parse_snapshot(snapshot_text(store, old_object)).size(), 20u);
  EXPECT_FALSE(store.objects().has(recipe.outputs["features"]));
  EXPECT_TRUE(store.objects().has(recipe.outputs["checkpoint"]));
  EXPECT_FALSE(is_anywhere(folder.path(), "content 3"));
  EXPECT_FALSE(is_anywhere(folder.path(), "anna"));
  for (const Sample& sample : state()) {
    EXPECT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
  }
  EXPECT_THROW(forget_group(store, "anna"), Error);

  ChangeLog log(store);
  EXPECT_EQ(log.undo()[0].note.what, "relabel 'group=bert' as 'down'");
  log.undo(9);
  EXPECT_TRUE(state().empty());
  log.redo(9);
  EXPECT_EQ(state().size(), 20u) << "nothing brings them back";
}

TEST_F(VersionsTest, ForgettingFindsWhatAnUndoTookAway) {
  ChangeLog log(store);
  log.undo();
  ASSERT_TRUE(state().empty());
  EXPECT_EQ(forget_group(store, "anna").recordings.size(), 10u);
  EXPECT_FALSE(is_anywhere(folder.path(), "content 3"));
  EXPECT_FALSE(is_anywhere(folder.path(), "anna"));
  log.redo();
  EXPECT_EQ(state().size(), 20u) << "of the others";
  EXPECT_TRUE(is_anywhere(folder.path(), "content 1"));
}

TEST(Forgetting, FindsWhatACheckoutTookAway) {
  TemporaryFolder folder;
  Store store(folder.path());
  Versions versions(store);
  versions.save("before", {});
  fill(store, 30);
  EXPECT_EQ(versions.checkout("before", {}).removed, 30);
  EXPECT_EQ(forget_group(store, "anna").recordings.size(), 10u);
  EXPECT_FALSE(is_anywhere(folder.path(), "content 3"));
  EXPECT_FALSE(is_anywhere(folder.path(), "anna"));
  ChangeLog(store).undo();
  EXPECT_EQ(SampleTable(store).count(), 20u) << "of the others";
  EXPECT_THROW(forget_group(store, "anna"), Error);
}

// What is left in the log of a sample that has gone over to another group.
TEST_F(VersionsTest, ForgettingLeavesWhatIsOfAnotherGroupNow) {
  ChangeLog log(store);
  log.undo();
  log.redo();
  labelling.regroup(Query::parse("group=anna"), "dora", {});
  labelling.regroup(Query::parse("name=anna_0.wav"), "anna", {});
  EXPECT_EQ(forget_group(store, "anna").recordings.size(), 1u);
  EXPECT_EQ(state().size(), 29u);
  EXPECT_EQ(store.database().number(
                "SELECT count(*) FROM change_value WHERE field = 'removed' AND "
                "old ->> 3 = 'anna'"),
            0);
}

// As after a kill between the database and the objects, and an import then.
TEST_F(VersionsTest, WhatIsDoomedStaysSoUntilItIsRemoved) {
  const std::string used = state()[0].id;
  const std::string unused = store.objects().put("of nobody");
  for (const std::string& object : {used, unused}) {
    store.database().run("INSERT INTO doomed VALUES(?)", {object});
  }
  EXPECT_EQ(finish_forgetting(store), 1u);
  EXPECT_FALSE(store.objects().has(unused));
  EXPECT_TRUE(store.objects().has(used));
  EXPECT_EQ(store.database().number("SELECT count(*) FROM doomed"), 1);
  ChangeLog(store).undo();
  EXPECT_EQ(finish_forgetting(store), 0u);
  ChangeLog(store).redo();
  EXPECT_TRUE(store.objects().has(used)) << "a redo needs it";
  forget_group(store, state()[0].group);
  EXPECT_FALSE(store.objects().has(used));
  EXPECT_EQ(store.database().number("SELECT count(*) FROM doomed"), 0);
}

TEST_F(VersionsTest, ForgettingSurvivesAKill) {
  for (int round = 0; round < 6; ++round) {
    const fs::path place = folder.path() / std::to_string(round);
    {
      Store other(place);
      fill(other, 300);
      Versions(other).save("all", {});
    }
    const pid_t child = ::fork();
    if (child == 0) {
      Store mine(place);
      forget_group(mine, "anna");
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(3000 * round));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    Store after(place);
    const size_t there = SampleTable(after).count();
    ASSERT_TRUE(there == 300 || there == 200) << there;
    finish_forgetting(after);
    if (there == 200) {
      EXPECT_FALSE(is_anywhere(place / "objects", "content 33")) << round;
    }
    for (const Sample& sample : SampleTable(after).list()) {
      ASSERT_EQ(after.objects().check(sample.id), ObjectStore::State::kIntact);
    }
    if (there == 300) {
      EXPECT_EQ(forget_group(after, "anna").recordings.size(), 100u);
    }
  }
}

}  // namespace
}  // namespace mote
