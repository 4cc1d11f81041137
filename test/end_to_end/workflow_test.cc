// From recordings to firmware with the real program.
#include <gtest/gtest.h>

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
  const std::string impossible = "evaluate.targets.accuracy=\">= 1.01\"";
  const auto run = mote(project.folder(),
                        {"run", "--until", "evaluate", "--set", impossible});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_NE(run.output.find("missed by"), std::string::npos);
  const auto evaluation =
      mote_json(project.folder(), {"evaluate", "--set", impossible}, 1);
  EXPECT_FALSE(evaluation.at("targets_met").get<bool>());
}

TEST(EndToEnd, EveryCommandHelpsWithExamples) {
  const TemporaryFolder folder;
  const auto overview = mote(folder.path(), {"--help"});
  EXPECT_EQ(overview.exit_code, 0);
  for (const char* command :
       {"new", "run", "status", "log", "collect", "preprocess", "design",
        "train", "convert", "evaluate", "deploy", "infer", "doctor"}) {
    EXPECT_NE(overview.output.find(command), std::string::npos) << command;
    const auto help = mote(folder.path(), {command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_NE((help.output).find("Examples:"), std::string::npos) << command;
  }
}

}  // namespace
}  // namespace mote::test
