// Forgetting somebody, whatever happens meanwhile.
#include "lib/dataset/forget.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/base/waiting.h"
#include "lib/dataset/labelling.h"
#include "lib/dataset/sample_text.h"
#include "lib/dataset/versions.h"
#include "test/fault.h"

namespace mote {
namespace {

using test::Fault;
using test::FaultRun;
using test::FaultyProcess;

constexpr int kSamples = 12, kAnnas = 4;

std::string content_of(int i) {
  return (i % 3 == 0 ? "ANNAS VOICE " : "of another ") + std::to_string(i);
}

Sample sample_of_number(int i) {
  const char* const groups[] = {"anna", "bert", "carl"};
  Sample sample;
  sample.group = groups[i % 3];
  sample.label = i % 2 == 0 ? "left" : "right";
  sample.name = "d/" + sample.group + "_" + std::to_string(i) + ".wav";
  sample.source = "recorded";
  sample.rate_hz = 16000;
  sample.frames = 16000;
  return sample;
}

// Half of them in packs, half alone.
void import_people(Store& store) {
  const ChangeScope scope(store, {"import people of anna", "", ""});
  SampleTable table(store);
  for (int first = 0; first < kSamples; first += 4) {
    ObjectStore::Batch batch(store.objects());
    std::vector<Sample> samples;
    for (int i = first; i < first + 4; ++i) {
      samples.push_back(sample_of_number(i));
      const std::string content = content_of(i);
      samples.back().id = i % 2 == 0 ? store.objects().put(content)
                                     : batch.add(as_bytes(content));
    }
    batch.commit();
    ChangeLog(store).record({"import", "", ""}, [&] {
      for (const Sample& sample : samples) table.add(sample);
      return int64_t{4};
    });
  }
}

// A store with all that may remember somebody: versions, an undone change, a
// lineage with features and figures.
void make_store(const fs::path& folder) {
  Store store(folder);
  import_people(store);
  Versions versions(store);
  const std::string all = versions.save("with anna", {}).object;
  Labelling labelling(store, {});
  labelling.exclude(Query::parse("group=anna"), {"", "anna coughs", ""});
  labelling.relabel(Query::parse("name~anna_3"), "up", {"", "why", ""});
  ChangeLog(store).undo();
  versions.save("", {"", "after anna's", ""});
  Recipe recipe;
  recipe.stage = "train";
  recipe.key = "key";
  recipe.inputs["snapshot"] = all;
  recipe.outputs["features"] = store.objects().put("features of them");
  recipe.outputs["evaluation"] =
      store.objects().put(R"({"worst": "d/anna_3.wav"})");
  recipe.outputs["checkpoint"] = store.objects().put("what was learned");
  store.ledger().record(recipe);
}

class ForgetTest : public testing::Test {
 protected:
  ForgetTest() { make_store(made()); }

  fs::path made() const { return folder.path() / "made"; }

  // A store of its own, as made.
  fs::path copy(const std::string& name) {
    const fs::path to = folder.path() / name;
    fs::copy(made(), to, fs::copy_options::recursive);
    return to;
  }

  TemporaryFolder folder{test::quick_folder()};
};

std::vector<std::string> files_with(const fs::path& folder,
                                    const std::string& text) {
  std::vector<std::string> files;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(stream)), {});
    if (content.find(text) != std::string::npos) {
      files.push_back(file.path().filename());
    }
  }
  return files;
}

// All that the store shows, for a comparison.
std::string shown(Store& store) {
  Versions versions(store);
  std::string text = versions.lines("now");
  for (const Version& version : versions.list()) {
    text += version.name + " " + std::to_string(version.samples) + "\n" +
            versions.lines(version.name);
  }
  for (const std::string& name : store.objects().list()) text += name + "\n";
  for (const Change& change : ChangeLog(store).list()) {
    text += change.note.what + ", " + change.note.why + "\n";
  }
  return text;
}

// Nothing of anna, by whatever way, and the others as they were.
void expect_forgotten(const fs::path& folder) {
  const std::vector<std::string> none;
  EXPECT_EQ(files_with(folder, "ANNAS VOICE"), none);
  EXPECT_EQ(files_with(folder, "anna"), none);
  Store store(folder);
  const auto has_anna = [&] {
    const auto samples = SampleTable(store).list();
    return std::any_of(
        samples.begin(), samples.end(),
        [](const Sample& sample) { return sample.group == "anna"; });
  };
  EXPECT_EQ(SampleTable(store).count(), size_t{kSamples - kAnnas});
  Versions versions(store);
  for (const Version& version : versions.list()) {
    EXPECT_TRUE(versions.checkout(version.name, {}).missing.empty());
    EXPECT_FALSE(has_anna()) << version.name;
    EXPECT_EQ(SampleTable(store).count(), size_t{kSamples - kAnnas});
  }
  ChangeLog log(store);
  while (!log.undo().empty()) EXPECT_FALSE(has_anna());
  EXPECT_EQ(SampleTable(store).count(), 0u);
  while (!log.redo().empty()) EXPECT_FALSE(has_anna());
  EXPECT_EQ(SampleTable(store).count(), size_t{kSamples - kAnnas});
  for (const Sample& sample : SampleTable(store).list()) {
    EXPECT_EQ(store.objects().check(sample.id), ObjectStore::State::kIntact);
  }
}

TEST_F(ForgetTest, NothingIsLeftAndNothingBringsThemBack) {
  ASSERT_FALSE(files_with(made(), "ANNAS VOICE").empty());
  ASSERT_FALSE(files_with(made(), "anna").empty());
  {
    Store store(made());
    const Forgotten forgotten = forget_group(store, "anna");
    EXPECT_EQ(forgotten.recordings.size(), size_t{kAnnas});
    EXPECT_EQ(forgotten.snapshots, 2u);
    ASSERT_EQ(forgotten.made_from_them.size(), 1u);
    const auto& outputs = forgotten.made_from_them[0].outputs;
    EXPECT_FALSE(store.objects().has(outputs.at("features")));
    EXPECT_FALSE(store.objects().has(outputs.at("evaluation")));
    EXPECT_TRUE(store.objects().has(outputs.at("checkpoint")));
    EXPECT_EQ(Versions(store).list()[0].name, "with (forgotten)");
    EXPECT_EQ(Versions(store).list()[0].samples, kSamples - kAnnas);
  }
  expect_forgotten(made());
}

TEST_F(ForgetTest, RowsThatWereDeletedLongBeforeLeaveNoBytes) {
  {
    Store store(made());
    ChangeLog(store).undo(9);
    ChangeLog(store).redo(9);
    store.database().run("DELETE FROM change_value");
  }
  {
    Store store(made());
    forget_group(store, "anna");
  }
  EXPECT_EQ(files_with(made(), "anna"), std::vector<std::string>());
}

TEST_F(ForgetTest, WhatKilledProcessesLeftHalfWrittenGoesToo) {
  write_atomically(made() / "objects" / "incoming" / "abc123", "ANNAS VOICE");
  write_atomically(made() / "objects" / "ab" / ".cdef.77.0", "ANNAS VOICE");
  {
    Store store(made());
    forget_group(store, "anna");
  }
  EXPECT_EQ(files_with(made(), "ANNAS VOICE"), std::vector<std::string>());
}

// The undo of a change of groups must not give a sample back to anna.
TEST_F(ForgetTest, ASampleThatWentOverToAnotherStaysThere) {
  {
    Store store(made());
    Versions(store).save("before", {});
    Labelling(store, {}).regroup(Query::parse("name=d/anna_3.wav"), "dora", {});
    EXPECT_EQ(forget_group(store, "anna").recordings.size(), 3u);
    ChangeLog(store).undo();
    Versions(store).checkout("before", {});
    EXPECT_EQ(SampleTable(store).count(), 9u);
    EXPECT_EQ(SampleTable(store).count(Query::parse("group=dora")), 1u);
  }
  EXPECT_EQ(SampleTable(*std::make_unique<Store>(made())).count(), 9u);
}

size_t calls_of_forgetting(const fs::path& place) {
  return FaultyProcess(Fault::kKill, 0)
      .run([&] {
        Store store(place);
        forget_group(store, "anna");
        return 0;
      })
      .calls;
}

// Killed before every fourth of its calls that change files, and run again.
TEST_F(ForgetTest, KilledAtAnyMomentASecondRunEndsTheSame) {
  MOTE_REQUIRE_FAULTS(Fault::kKill);
  const fs::path whole = copy("whole");
  const size_t calls = calls_of_forgetting(whole);
  std::string expected;
  {
    Store store(whole);
    expected = shown(store);
  }
  size_t before = 0, within = 0;
  for (size_t at = 1; at <= calls; at += 4) {
    SCOPED_TRACE("killed before call " + std::to_string(at));
    const fs::path place = copy(std::to_string(at));
    const FaultRun run = FaultyProcess(Fault::kKill, at).run([&] {
      Store store(place);
      forget_group(store, "anna");
      return 0;
    });
    ASSERT_TRUE(run.killed);
    {
      Store store(place);
      const size_t there = SampleTable(store).count();
      ASSERT_TRUE(there == kSamples || there == kSamples - kAnnas) << there;
      before += there == kSamples;
      within += store.database().number("SELECT count(*) FROM doomed") != 0;
      try {
        forget_group(store, "anna");
      } catch (const Error& error) {
        EXPECT_EQ(error.what_happened(), "there is no group 'anna'");
      }
      ASSERT_EQ(shown(store), expected);
    }
    ASSERT_EQ(files_with(place, "ANNAS VOICE"), std::vector<std::string>());
    ASSERT_EQ(files_with(place, "anna"), std::vector<std::string>());
    fs::remove_all(place);
  }
  EXPECT_GT(before, 5u);
  EXPECT_GT(within, 5u) << "after the database, before the objects were gone";
  expect_forgotten(whole);
}

TEST_F(ForgetTest, AFullDiskAtAnyMomentIsAnErrorAndASecondRunEndsTheSame) {
  MOTE_REQUIRE_FAULTS(Fault::kDiskFull);
  const size_t calls = calls_of_forgetting(copy("whole"));
  size_t failed = 0;
  for (size_t at = 1; at <= calls; at += 6) {
    SCOPED_TRACE("full from call " + std::to_string(at));
    const fs::path place = copy(std::to_string(at));
    const FaultRun run = FaultyProcess(Fault::kDiskFull, at).run([&] {
      try {
        Store store(place);
        forget_group(store, "anna");
        return 0;
      } catch (const Error& error) {
        return error.hint().find("free some space") != std::string::npos ? 1
                                                                         : 2;
      }
    });
    ASSERT_TRUE(run.exit_code == 0 || run.exit_code == 1) << run.exit_code;
    failed += run.exit_code == 1;
    {
      Store store(place);
      if (run.exit_code == 1) {
        try {
          forget_group(store, "anna");
        } catch (const Error& error) {
          EXPECT_EQ(error.what_happened(), "there is no group 'anna'");
        }
      }
    }
    ASSERT_EQ(files_with(place, "anna"), std::vector<std::string>());
    expect_forgotten(place);
    fs::remove_all(place);
  }
  EXPECT_GT(failed, 5u);
}

// What another was told of whom it waits for.
class Waiting {
 public:
  Waiting() {
    watch_waiting([this](std::string_view what) {
      std::lock_guard guard(mutex_);
      said_ = what;
    });
  }
  ~Waiting() { watch_waiting({}); }
  std::string said() const {
    std::lock_guard guard(mutex_);
    return said_;
  }
  void wait() const {
    while (said().empty()) std::this_thread::yield();
  }

 private:
  mutable std::mutex mutex_;
  std::string said_;
};

// Each Store has locks of its own, as each process has.
TEST_F(ForgetTest, WaitsForAnImportThatRuns) {
  Store importing(made());
  auto scope =
      std::make_optional<ChangeScope>(importing, ChangeNote{"import", "", ""});
  const Waiting waiting;
  std::thread other([&] {
    Store store(made());
    EXPECT_EQ(forget_group(store, "anna").recordings.size(), 5u);
  });
  waiting.wait();
  EXPECT_NE(waiting.said().find("another mote is at work in this store"),
            std::string::npos);
  Sample late = sample_of_number(99);
  late.id = importing.objects().put("ANNAS VOICE 99");
  SampleTable(importing).add(late);
  scope.reset();
  other.join();
  EXPECT_EQ(files_with(made(), "ANNAS VOICE"), std::vector<std::string>());
}

// A checkout that read its version before would bring them back.
TEST_F(ForgetTest, KeepsOutWhoeverWouldBringThemBack) {
  Store forgetting(made());
  auto removal = std::make_optional<ObjectStore::Removal>(forgetting.objects());
  const Waiting waiting;
  std::thread other([&] {
    Store store(made());
    Versions(store).checkout("v2", {});
  });
  waiting.wait();
  forget_group(forgetting, "anna");
  removal.reset();
  other.join();
  Store store(made());
  EXPECT_EQ(SampleTable(store).count(), size_t{kSamples - kAnnas});
  EXPECT_EQ(SampleTable(store).count(Query::parse("group=anna")), 0u);
}

}  // namespace
}  // namespace mote
