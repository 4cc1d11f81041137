// What is known of recordings: changed, taken back, kept and forgotten, with
// the real program.
#include <gtest/gtest.h>

#include "lib/store/store.h"
#include "test/end_to_end/program.h"

namespace mote::test {
namespace {

int64_t count_of(const fs::path& folder, const std::string& query) {
  return mote_json(folder, {"collect", "list", query}).at("count");
}

TEST(DataVersions, AModelsDataComesBack) {
  const TinyProject project;
  const fs::path folder = project.folder();
  mote_json(folder, {"collect", "snapshot", "first"});
  mote_json(folder, {"run", "--until", "train"});
  EXPECT_EQ(mote_json(folder, {"log", "checkpoint"}).at("versions"),
            nlohmann::json::array({"first"}));
  const int64_t lefts = count_of(folder, "label=left");
  ASSERT_GT(lefts, 0);
  EXPECT_EQ(
      mote_json(folder, {"collect", "exclude", "label=left", "--why", "to see"})
          .at("changed"),
      lefts);
  EXPECT_EQ(mote_json(folder, {"collect", "diff", "checkpoint"})
                .at("counts")
                .at("changed"),
            lefts);
  EXPECT_EQ(
      mote_json(folder, {"collect", "checkout", "checkpoint"}).at("changed"),
      lefts);
  EXPECT_EQ(count_of(folder, "excluded=yes"), 0);
  const auto status = mote_json(folder, {"status"});
  EXPECT_TRUE(status.at("stages")[3].at("fresh").get<bool>())
      << "the same data, the same model";
  const auto changes = mote_json(folder, {"collect", "log"}).at("changes");
  EXPECT_EQ(changes[0].at("what"), "check out 'checkpoint'");
  EXPECT_EQ(changes[1].at("why"), "to see");
  mote_json(folder, {"collect", "undo"});
  EXPECT_EQ(count_of(folder, "excluded=yes"), lefts);
  mote_json(folder, {"collect", "redo"});
  EXPECT_EQ(count_of(folder, "excluded=yes"), 0);
  EXPECT_NE(
      mote(folder, {"collect", "list", "lable=left"}).errors.find("column 1"),
      std::string::npos);
}

TEST(DataVersions, ShowTellsOfEveryKindAndOfWhatIsExcluded) {
  const TinyProject project;
  const fs::path folder = project.folder();
  const std::string name = mote_json(folder, {"collect", "list", "label=left"})
                               .at("samples")[0]
                               .at("name");
  mote_json(folder, {"collect", "exclude", "label=left", "--why", "too loud"});
  const auto sound = mote_json(folder, {"collect", "show", name});
  EXPECT_EQ(sound.at("excluded"), "too loud");
  EXPECT_TRUE(fs::exists(sound.at("picture").get<std::string>()));
  EXPECT_NE(mote(folder, {"collect", "show", name}).output.find("too loud"),
            std::string::npos);

  write_atomically(folder / "sway.csv",
                   "time,x,y\n0,0.5,-1\n10,0.25,2\n20,-0.75,3\n30,1,4\n");
  mote_json(folder, {"collect", "import", "sway.csv", "--label", "sway"});
  const auto series = mote_json(folder, {"collect", "list", "label=sway"});
  ASSERT_EQ(series.at("count"), 1);
  const auto shown = mote_json(
      folder, {"collect", "show", series.at("samples")[0].at("name")});
  EXPECT_EQ(shown.at("kind"), "series");
  EXPECT_EQ(shown.at("axes"), 2);
  EXPECT_FALSE(shown.contains("picture"));
}

// Whether a text stands in any file below the folder.
bool stands_in(const fs::path& folder, const std::string& text) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    if (read_text(file.path()).find(text) != std::string::npos) return true;
  }
  return false;
}

TEST(DataVersions, AForgottenGroupIsGoneAndItsModelsAreNamed) {
  const TinyProject project;
  const fs::path folder = project.folder();
  mote_json(folder, {"run", "--until", "train"});
  const auto samples =
      mote_json(folder, {"collect", "list", "label=left"}).at("samples");
  const std::string group = samples[0].at("group");
  const int64_t theirs = count_of(folder, "group=" + group);
  const std::string name = samples[0].at("name");
  ASSERT_TRUE(stands_in(folder, name));
  const auto forgotten =
      mote_json(folder, {"collect", "forget", "--group", group});
  EXPECT_FALSE(stands_in(folder, name)) << name;
  EXPECT_EQ(forgotten.at("removed"), theirs);
  ASSERT_EQ(forgotten.at("models").size(), 1u);
  EXPECT_EQ(forgotten.at("models")[0].at("artifact"), "checkpoint");
  EXPECT_EQ(count_of(folder, "group=" + group), 0);
  const auto log = mote_json(folder, {"log", "checkpoint"});
  EXPECT_EQ(log.at("recordings").size() + static_cast<size_t>(theirs), 97u)
      << "the lineage opens, without them";
  const auto verified = mote(folder, {"collect", "verify"});
  EXPECT_EQ(verified.output.find("missing"), std::string::npos)
      << verified.output;
  EXPECT_EQ(mote(folder, {"run", "--until", "train"}).exit_code, 0);
}

TEST(DataVersions, GarbageIsWhatNothingRefersTo) {
  const TinyProject project;
  const fs::path folder = project.folder();
  mote_json(folder, {"run", "--until", "convert"});
  EXPECT_EQ(mote_json(folder, {"collect", "gc"}).at("objects"), 0);
  {
    Store store(folder / ".mote");
    store.objects().put("nobody wants me");
  }
  EXPECT_EQ(mote_json(folder, {"collect", "gc", "--dry-run"}).at("objects"), 1);
  EXPECT_EQ(mote_json(folder, {"collect", "gc"}).at("objects"), 1);
  EXPECT_EQ(mote_json(folder, {"collect", "gc"}).at("objects"), 0);
  const auto status = mote_json(folder, {"status"});
  for (size_t stage = 0; stage < 5; ++stage) {
    EXPECT_TRUE(status.at("stages")[stage].at("fresh").get<bool>());
  }
}

TEST(DataVersions, ImportAndGarbageCollectionDoNotDisturbEachOther) {
  const TinyProject project;
  const fs::path folder = project.folder();
  for (int round = 0; round < 4; ++round) {
    mote_json(folder, {"collect", "undo"});
    EXPECT_EQ(count_of(folder, ""), 0);
    Background import(folder, {"collect", "import", "../recordings"});
    while (mote_json(folder, {"collect", "gc"}).at("objects") == 0 &&
           count_of(folder, "") == 0) {
    }
    EXPECT_EQ(import.wait(), 0);
    EXPECT_GT(count_of(folder, ""), 0);
    const auto verified = mote(folder, {"collect", "verify"});
    EXPECT_EQ(verified.output.find("missing"), std::string::npos)
        << verified.output;
  }
}

}  // namespace
}  // namespace mote::test
