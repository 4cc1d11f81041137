// From recordings to firmware with the real program.
#include <gtest/gtest.h>

#include "lib/store/store.h"
#include "test/end_to_end/program.h"

namespace mote::test {
namespace {

bool all_fresh(const nlohmann::json& status) {
  for (const auto& stage : status.at("stages")) {
    if (!stage.at("fresh").get<bool>()) return false;
  }
  return true;
}

TEST(EndToEnd, NewRunStatusLogAndBack) {
  const TinyProject project;
  const fs::path out = project.folder() / "out";
  const auto run = mote_json(project.folder(), {"run"});
  EXPECT_FALSE(run.at("up_to_date").get<bool>());
  for (const char* file :
       {"model.tflite", "lamp.mote", "report.html", "deploy/linux/listen",
        "tensorboard/events.out.tfevents.mote"}) {
    EXPECT_TRUE(fs::exists(out / file)) << file;
  }

  EXPECT_TRUE(all_fresh(mote_json(project.folder(), {"status"})));
  const auto second = mote_json(project.folder(), {"run"});
  EXPECT_TRUE(second.at("up_to_date").get<bool>());
  EXPECT_NE(mote(project.folder(), {"run"}).output.find("up to date"),
            std::string::npos);

  const auto log = mote_json(project.folder(), {"log", "out/model.tflite"});
  EXPECT_EQ(log.at("recipes")[0].at("stage"), "convert");
  EXPECT_EQ(log.at("recordings").size(), 97u);
  const std::string lines = mote(project.folder(), {"log"}).output;
  EXPECT_NE(lines.find("with  train.clips_an_epoch = 300, train.epochs = 3\n"),
            std::string::npos)
      << lines;

  const auto evaluation = mote_json(project.folder(), {"evaluate"});
  EXPECT_GT(evaluation.at("balanced_accuracy").get<double>(), 0.5);
  const auto again =
      mote_json(project.folder(), {"evaluate", "--data", "../recordings"});
  EXPECT_LT(again.at("samples").get<int>(), 197) << "speakers were left out";

  const auto heard = mote_json(
      project.folder(), {"infer", "../recordings/left/speaker3_nohash_0.wav"});
  EXPECT_TRUE(heard.contains("detections"));
}

TEST(EndToEnd, OnlyWhatChangedIsDoneAgain) {
  const TinyProject project;
  ASSERT_EQ(mote(project.folder(), {"run", "--until", "evaluate"}).exit_code,
            0);
  const auto status = mote_json(project.folder(),
                                {"status", "--set", "evaluate.worst_clips=3"});
  for (const auto& stage : status.at("stages")) {
    if (stage.at("stage") == "evaluate") {
      EXPECT_EQ(stage.at("reason"), "evaluate.worst_clips 12 -> 3");
    } else if (stage.at("stage") == "convert") {
      EXPECT_TRUE(stage.at("fresh").get<bool>());
    }
  }
  // A comment changes nothing.
  TinyProject& writable = const_cast<TinyProject&>(project);
  writable.set("# nothing\n");
  EXPECT_TRUE(mote_json(project.folder(), {"run", "--until", "evaluate"})
                  .at("up_to_date")
                  .get<bool>());
}

TEST(EndToEnd, AMissedTargetFailsEvaluateButNotRun) {
  const TinyProject project;
  const std::string impossible = "evaluate.targets.accuracy=\"<= 0 %\"";
  const auto run = mote(project.folder(),
                        {"run", "--until", "evaluate", "--set", impossible});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_NE(run.output.find("missed by"), std::string::npos);
  const auto evaluation =
      mote_json(project.folder(), {"evaluate", "--set", impossible}, 1);
  EXPECT_FALSE(evaluation.at("targets_met").get<bool>());
}

TEST(EndToEnd, TheThresholdIsChosenOrTakenOver) {
  const TinyProject project;
  const auto chosen = mote_json(project.folder(), {"convert"}).at("detection");
  EXPECT_TRUE(chosen.at("threshold_chosen").get<bool>());
  EXPECT_GT(chosen.at("words_found").get<double>(), 0);
  EXPECT_LE(chosen.at("false_alarms").get<double>(), 0.02);
  EXPECT_EQ(chosen.at("hops_a_score"), 5);
  const auto evaluation = mote_json(project.folder(), {"evaluate"});
  EXPECT_EQ(evaluation.at("roc").at("chosen").at("threshold"),
            chosen.at("threshold"));

  const auto taken = mote_json(
      project.folder(), {"convert", "--set", "detection.threshold=0.91"});
  EXPECT_EQ(taken.at("detection").at("threshold"), 0.91);
  EXPECT_FALSE(taken.at("detection").at("threshold_chosen").get<bool>());
}

TEST(EndToEnd, FoldsAreKept) {
  const TinyProject project;
  const auto folds_made = [&] {
    int count = 0;
    for (const Recipe& recipe :
         Store(project.folder() / ".mote").ledger().history()) {
      count += recipe.stage == "fold";
    }
    return count;
  };
  const auto first = mote_json(project.folder(), {"evaluate", "--folds", "2"});
  EXPECT_EQ(first.at("folds"), 2);
  EXPECT_EQ(first.at("samples"), 96 + 200);
  EXPECT_EQ(folds_made(), 2);
  EXPECT_EQ(mote_json(project.folder(), {"evaluate", "--folds", "2"}), first);
  EXPECT_EQ(folds_made(), 2);
}

void expect_examples(const fs::path& folder, std::vector<std::string> command) {
  command.push_back("--help");
  const auto help = mote(folder, command);
  EXPECT_EQ(help.exit_code, 0) << command[0];
  EXPECT_NE(help.output.find("Examples:"), std::string::npos)
      << command[0] << " " << command[1];
}

TEST(EndToEnd, EveryCommandHelpsWithExamples) {
  const TemporaryFolder folder;
  const auto overview = mote(folder.path(), {"--help"});
  EXPECT_EQ(overview.exit_code, 0);
  for (const char* command :
       {"new", "run", "status", "log", "collect", "preprocess", "design",
        "train", "convert", "evaluate", "deploy", "infer", "compile", "bench",
        "doctor"}) {
    EXPECT_NE(overview.output.find(command), std::string::npos) << command;
    expect_examples(folder.path(), {command});
  }
  for (const char* source : {"import", "record", "synthesize", "fetch", "list",
                             "show", "split", "verify"}) {
    expect_examples(folder.path(), {"collect", source});
  }
  expect_examples(folder.path(), {"bench", "train"});
  expect_examples(folder.path(), {"bench", "features"});
}

}  // namespace
}  // namespace mote::test
