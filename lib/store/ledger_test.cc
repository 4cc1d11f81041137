#include "lib/store/ledger.h"

#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/store/store.h"

namespace mote {
namespace {

Recipe recipe(const std::string& stage, const std::string& settings,
              std::map<std::string, std::string> inputs,
              std::map<std::string, std::string> outputs) {
  return {recipe_key(stage, 1, settings, inputs),
          stage,
          1,
          settings,
          std::move(inputs),
          std::move(outputs),
          "avx2",
          "2026-01-01T00:00:00Z"};
}

class LedgerTest : public testing::Test {
 protected:
  TemporaryFolder folder;
  Store store{folder.path()};
  Ledger& ledger = store.ledger();
};

TEST_F(LedgerTest, FindsWhatWasRecorded) {
  const Recipe made = recipe("train", "{}", {{"graph", "g"}}, {{"out", "c"}});
  EXPECT_FALSE(ledger.find(made.key));
  ledger.record(made);
  EXPECT_EQ(ledger.find(made.key), made);
  EXPECT_EQ(ledger.latest("train"), made);
  EXPECT_FALSE(ledger.latest("convert"));
}

TEST_F(LedgerTest, TheNewestOfEqualKeysCounts) {
  ledger.record(recipe("train", "{}", {}, {{"out", "old"}}));
  ledger.record(recipe("train", "{}", {}, {{"out", "new"}}));
  EXPECT_EQ(ledger.latest("train")->outputs.at("out"), "new");
  EXPECT_EQ(ledger.find(recipe_key("train", 1, "{}", {}))->outputs.at("out"),
            "new");
  EXPECT_EQ(ledger.history().size(), 2u);
  EXPECT_EQ(ledger.history(1).front().outputs.at("out"), "new");
}

TEST_F(LedgerTest, FillsInTheTime) {
  Recipe made = recipe("train", "{}", {}, {{"out", "c"}});
  made.when = "";
  ledger.record(made);
  EXPECT_EQ(ledger.find(made.key)->when.size(), 20u);
}

TEST_F(LedgerTest, LineageLeadsBackToTheRecordings) {
  ledger.record(recipe("collect", "{}", {}, {{"dataset", "d"}}));
  ledger.record(recipe("design", "{}", {}, {{"graph", "g"}}));
  ledger.record(recipe("train", "{}", {{"dataset", "d"}, {"graph", "g"}},
                       {{"checkpoint", "c"}}));
  ledger.record(recipe("convert", "{}", {{"checkpoint", "c"}, {"data", "d"}},
                       {{"model", "m"}}));
  std::vector<std::string> stages;
  for (const Recipe& step : ledger.lineage("m")) stages.push_back(step.stage);
  EXPECT_EQ(stages, (std::vector<std::string>{"convert", "train", "collect",
                                              "design"}));
  EXPECT_TRUE(ledger.lineage("a recording").empty());
  EXPECT_EQ(ledger.maker_of("c")->stage, "train");
  EXPECT_EQ(ledger.users_of("d").size(), 2u);
}

TEST_F(LedgerTest, EveryPartOfARecipeChangesItsKey) {
  const std::string key = recipe_key("train", 1, "{}", {{"a", "1"}});
  EXPECT_EQ(key, recipe_key("train", 1, "{}", {{"a", "1"}}));
  EXPECT_NE(key, recipe_key("trains", 1, "{}", {{"a", "1"}}));
  EXPECT_NE(key, recipe_key("train", 2, "{}", {{"a", "1"}}));
  EXPECT_NE(key, recipe_key("train", 1, "{ }", {{"a", "1"}}));
  EXPECT_NE(key, recipe_key("train", 1, "{}", {{"a", "2"}}));
  EXPECT_NE(key, recipe_key("train", 1, "{}", {{"b", "1"}}));
}

TEST_F(LedgerTest, SurvivesClosing) {
  const Recipe made = recipe("train", "{}", {}, {{"out", "c"}});
  ledger.record(made);
  Store again(folder.path());
  EXPECT_EQ(again.ledger().find(made.key), made);
}

}  // namespace
}  // namespace mote
