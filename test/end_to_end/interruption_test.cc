// Ctrl-C and kill -9 in the middle of a run.
#include <gtest/gtest.h>
#include <signal.h>

#include "lib/base/hash.h"
#include "test/end_to_end/program.h"

namespace mote::test {
namespace {

const std::vector<std::string> kLongTraining = {"run", "--until", "convert",
                                                "--set", "train.epochs=40"};
// For tests that never wait for its end.
const std::vector<std::string> kEndlessTraining = {
    "run", "--until", "convert", "--set", "train.epochs=100000"};

TEST(Interruption, CtrlCLeavesNothingHalfWritten) {
  const TinyProject project;
  Background run(project.folder(), kEndlessTraining);
  ASSERT_TRUE(wait_for_file(project.folder() / ".mote", "scratch/", 60));
  run.send(SIGINT);
  EXPECT_EQ(run.wait(), 1);
  EXPECT_EQ(left_aside(project.folder()), std::vector<std::string>());
  EXPECT_FALSE(fs::exists(project.folder() / "out" / "model.tflite"));
  EXPECT_EQ(mote(project.folder(), {"run", "--until", "convert"}).exit_code, 0)
      << "the lock was given back";
}

TEST(Interruption, AfterKillARunGivesTheSameBits) {
  const TinyProject killed, unbroken;
  {
    Background run(killed.folder(), kLongTraining);
    ASSERT_TRUE(
        wait_for_file(killed.folder() / ".mote" / "scratch", "train", 60));
    run.send(SIGKILL);
    EXPECT_EQ(run.wait(), 128 + SIGKILL);
  }
  EXPECT_EQ(mote(killed.folder(), kLongTraining).exit_code, 0);
  EXPECT_EQ(mote(unbroken.folder(), kLongTraining).exit_code, 0);
  EXPECT_EQ(sha256(read_bytes(killed.folder() / "out" / "model.tflite")),
            sha256(read_bytes(unbroken.folder() / "out" / "model.tflite")));
}

TEST(Interruption, ASecondRunIsToldOfTheFirst) {
  const TinyProject project;
  Background first(project.folder(), kEndlessTraining);
  ASSERT_TRUE(wait_for_file(project.folder() / ".mote", "scratch/", 60));
  const auto second = mote(project.folder(), {"run"});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_NE(second.errors.find("another mote is working in this project"),
            std::string::npos);
  EXPECT_EQ(mote(project.folder(), {"status"}).exit_code, 0)
      << "looking is allowed meanwhile";
}

}  // namespace
}  // namespace mote::test
