#include "app/workflow/workflow.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

// A project whose stages are counted instead of learned: `mix` reads the
// labels, `bake` takes what mix gives.
class WorkflowTest : public testing::Test {
 protected:
  WorkflowTest() {
    write_atomically(folder_.path() / "mote.toml",
                     std::string_view("[project]\nname = \"cake\"\n"));
    table_ = {{"mix",
               1,
               {"requirements.labels"},
               {},
               {"dough"},
               {},
               [this](StageWork& work) {
                 ++mixed_;
                 work.give("dough",
                           work.project.canonical({"requirements.labels"}));
                 return nlohmann::json{{"summary", "mixed"}};
               },
               {}},
              {"bake",
               1,
               {"device"},
               {"dough"},
               {"cake", "slices"},
               {{"cake", "NAME.txt"}, {"slices", "slices/"}},
               [this](StageWork& work) {
                 ++baked_;
                 if (fail_) throw Error("burnt");
                 work.give("cake", "baked " + work.input_text("dough"));
                 write_atomically(work.run.scratch / "tree" / "one" / "a.txt",
                                  std::string_view("a"));
                 work.give_tree("slices", work.run.scratch / "tree");
                 return nlohmann::json{{"summary", "baked"}};
               },
               {}}};
  }

  Project open(const std::vector<std::string>& overrides = {}) {
    return Project::open(folder_.path(), overrides);
  }
  void run(const Project& project, const std::string& until = "") {
    static const std::atomic<bool> never = false;
    run_workflow(project, table_, {until, 1}, silent_progress(), never,
                 [](const StageReport&) {});
  }

  TemporaryFolder folder_;
  std::vector<Stage> table_;
  int mixed_ = 0, baked_ = 0;
  bool fail_ = false;
};

TEST_F(WorkflowTest, ASecondRunDoesNothing) {
  run(open());
  run(open());
  EXPECT_EQ(mixed_, 1);
  EXPECT_EQ(baked_, 1);
  for (const StageState& state : examine(open(), table_)) {
    EXPECT_TRUE(state.fresh) << state.stage;
  }
}

TEST_F(WorkflowTest, OnlyWhatReadsASettingBecomesStale) {
  run(open());
  const Project changed = open({"device.board=linux"});
  const auto states = examine(changed, table_);
  EXPECT_TRUE(states[0].fresh);
  EXPECT_FALSE(states[1].fresh);
  EXPECT_EQ(states[1].reason, "device.board qemu-cortex-m4 -> linux");
  run(changed);
  EXPECT_EQ(mixed_, 1);
  EXPECT_EQ(baked_, 2);
  run(open({"project.why=\"none\""}));
  EXPECT_EQ(baked_, 2) << "no stage reads why";
}

TEST_F(WorkflowTest, AChangedInputIsFollowed) {
  run(open());
  const Project changed = open({"requirements.labels=[\"a\",\"b\"]"});
  const auto states = examine(changed, table_);
  EXPECT_EQ(states[1].reason, "a stage before it is stale");
  run(changed, "mix");
  EXPECT_EQ(baked_, 1);
  EXPECT_EQ(examine(changed, table_)[1].reason, "dough changed");
}

TEST_F(WorkflowTest, ResultsAppearUnderOutAndComeBack) {
  const fs::path out = folder_.path() / "out";
  run(open());
  EXPECT_EQ(read_text(out / "slices" / "one" / "a.txt"), "a");
  const std::string text = read_text(out / "cake.txt");
  fs::remove_all(out);
  run(open());
  EXPECT_EQ(read_text(out / "cake.txt"), text);
  run(open({"requirements.labels=[\"a\",\"b\"]"}));
  EXPECT_NE(read_text(out / "cake.txt"), text);
  run(open());
  EXPECT_EQ(read_text(out / "cake.txt"), text);
  EXPECT_EQ(baked_, 2);
}

TEST_F(WorkflowTest, AFailedStageStaysStale) {
  fail_ = true;
  EXPECT_THROW(run(open()), Error);
  EXPECT_FALSE(examine(open(), table_)[1].fresh);
  fail_ = false;
  run(open());
  EXPECT_EQ(mixed_, 1);
  EXPECT_EQ(baked_, 2);
}

TEST_F(WorkflowTest, ALostObjectIsMadeAgain) {
  run(open());
  const auto before = examine(open(), table_);
  Store store(folder_.path() / ".mote");
  fs::remove(store.objects().path_of(before[0].recipe.outputs.at("dough")));
  EXPECT_EQ(examine(open(), table_)[0].reason,
            "its result is missing from the store");
  run(open());
  EXPECT_EQ(mixed_, 2);
  EXPECT_EQ(baked_, 1) << "the same dough makes the same cake";
}

TEST_F(WorkflowTest, TwoRunsAtOnceAreToldApart) {
  const Project project = open();
  const auto lock = project.lock();
  try {
    run(open());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.what_happened(), "another mote is working in this project");
  }
}

TEST_F(WorkflowTest, UnknownStagesAreWrongUse) {
  try {
    run(open(), "bakee");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_EQ(error.hint(), "Did you mean 'bake'?");
  }
}

TEST_F(WorkflowTest, ErrorsInTheProjectFileNameTheirPlace) {
  write_atomically(folder_.path() / "mote.toml",
                   std::string_view("[requirements]\nlables = []\n"));
  try {
    open();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.where().find("mote.toml:2:1"), std::string::npos);
    EXPECT_EQ(error.hint(), "Did you mean 'labels'?");
  }
  write_atomically(folder_.path() / "mote.toml",
                   std::string_view("[requirement]\n"));
  try {
    open();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.hint(), "Did you mean 'requirements'?");
  }
}

}  // namespace
}  // namespace mote
