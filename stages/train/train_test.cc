#include "stages/train/train.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <functional>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/engine/event_log.h"
#include "stages/train/toy_dataset.h"

namespace mote {
namespace {

std::string error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what_happened() + " | " + error.where();
  }
  return "no error";
}

TEST(TrainTest, LearnsToTellTonesApart) {
  ToyTraining toy;
  toy.settings.epochs = 12;
  toy.settings.clips_an_epoch = 160;
  mote::Run run = quiet_run();
  const Checkpoint checkpoint = toy.train(run).checkpoint;
  EXPECT_GT(checkpoint.measures.at("validation_balanced_accuracy"), 0.9);
  EXPECT_EQ(checkpoint.measures.at("epochs"), 12);
  EXPECT_EQ(checkpoint.scores.labels, toy.scores.labels);
  EXPECT_EQ(read_checkpoint(write_checkpoint(checkpoint), "c").weights,
            checkpoint.weights);
}

TEST(TrainTest, GivesTheSameBitsForAnyNumberOfThreads) {
  ToyTraining toy;
  mote::Run one = quiet_run({}, 1), two = quiet_run({}, 2);
  EXPECT_EQ(toy.train(one).checkpoint.weights,
            toy.train(two).checkpoint.weights);
  toy.settings.seed = 2;
  EXPECT_NE(toy.train(one).checkpoint.weights,
            ToyTraining().train(one).checkpoint.weights);
}

// Kills its own process when an epoch is done.
class KillAfter : public Progress {
 public:
  explicit KillAfter(int epoch) : epoch_(epoch) {}
  void update(std::string_view, int64_t done, int64_t,
              std::string_view) override {
    if (done == epoch_) raise(SIGKILL);
  }
  void note(std::string_view) override {}

 private:
  int epoch_;
};

TEST(TrainTest, GoesOnAfterAKillWithTheSameBits) {
  ToyTraining toy;
  mote::Run unbroken = quiet_run();
  const Checkpoint expected = toy.train(unbroken).checkpoint;
  const TemporaryFolder folder;
  for (int epoch = 1; epoch < toy.settings.epochs; ++epoch) {
    const pid_t child = fork();
    if (child == 0) {
      KillAfter killer(epoch);
      const std::atomic<bool> never = false;
      mote::Run run{killer, never, folder.path(), 1, 1};
      toy.train(run);
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "was not killed in epoch " << epoch;
  }
  mote::Run resumed = quiet_run(folder.path());
  const Training training = toy.train(resumed);
  EXPECT_EQ(write_checkpoint(training.checkpoint), write_checkpoint(expected));
}

TEST(TrainTest, DoesNotGoOnWithOtherSettings) {
  ToyTraining toy;
  const TemporaryFolder folder;
  mote::Run run = quiet_run(folder.path());
  toy.train(run);
  toy.settings.learning_rate = 1e-3;
  mote::Run fresh = quiet_run();
  EXPECT_EQ(toy.train(run).checkpoint.weights,
            toy.train(fresh).checkpoint.weights);
}

TEST(TrainTest, StartsAnewFromAStateThatIsCutShort) {
  ToyTraining toy;
  const TemporaryFolder folder;
  mote::Run run = quiet_run(folder.path());
  const Checkpoint expected = toy.train(run).checkpoint;
  const fs::path file = folder.path() / "training.state";
  std::vector<uint8_t> bytes = read_bytes(file);
  bytes.resize(bytes.size() / 2);
  write_atomically(file, bytes);
  EXPECT_EQ(toy.train(run).checkpoint.weights, expected.weights);
}

TEST(TrainTest, StopsWhenAsked) {
  ToyTraining toy;
  const std::atomic<bool> stop = true;
  mote::Run run{silent_progress(), stop, {}, 1, 1};
  EXPECT_THROW(toy.train(run), Stopped);
}

TEST(TrainTest, SaysWhereTheLossStopsBeingANumber) {
  ToyTraining toy;
  toy.settings.optimizer = "sgd";
  toy.settings.schedule = "constant";
  toy.settings.learning_rate = 1e20;
  toy.settings.epochs = 20;
  mote::Run run = quiet_run();
  const std::string message = error_of([&] { toy.train(run); });
  EXPECT_NE(message.find("no longer a number at step"), std::string::npos)
      << message;
  EXPECT_NE(message.find("first in layer 'dense'"), std::string::npos)
      << message;
}

TEST(TrainTest, RefusesAnEmptySideOfTheSplit) {
  for (const std::string side : {"train", "validation"}) {
    ToyTraining toy;
    toy.dataset = toy.dataset.select(
        [&](const Sample& sample) { return sample.split != side; });
    mote::Run run = quiet_run();
    EXPECT_NE(error_of([&] { toy.train(run); }).find(side + " split"),
              std::string::npos);
  }
}

TEST(TrainTest, RefusesAClassThatNothingTeaches) {
  ToyTraining toy;
  toy.dataset = toy.dataset.select(
      [](const Sample& sample) { return sample.label != "low"; });
  mote::Run run = quiet_run();
  EXPECT_EQ(error_of([&] { toy.train(run); }),
            "no recording teaches 'low' | train split");
}

TEST(TrainTest, RefusesBatchesThatDoNotFit) {
  ToyTraining toy;
  toy.settings.batch = 17;
  mote::Run run = quiet_run();
  EXPECT_EQ(error_of([&] { toy.train(run); }),
            "an epoch of 80 clips cannot be cut into batches of 17 | "
            "train.clips_an_epoch");
}

TEST(TrainTest, RefusesStepsOfLengthZero) {
  ToyTraining toy;
  toy.settings.learning_rate = 0;
  mote::Run run = quiet_run();
  EXPECT_EQ(error_of([&] { toy.train(run); }),
            "steps of length 0 lead nowhere | train.learning_rate");
}

TEST(TrainTest, ChoosesARecipeByTheNetwork) {
  const TrainSettings open;
  const std::vector<std::string> classes = {"a", "b"};
  const auto recipe = [&](const std::string& model) {
    return recipe_for(make_zoo_graph(model, {49, 40, 1}, classes), open);
  };
  EXPECT_EQ(recipe("tc").passes, 1);
  EXPECT_EQ(recipe("tc").augment.speed, open.augment.speed);
  EXPECT_EQ(recipe("tinyconv").passes, 3);
  EXPECT_EQ(recipe("tinyconv").label_smoothing, 0);
  EXPECT_EQ(recipe("tinyconv").learning_rate, 2 * recipe("tc").learning_rate);
  EXPECT_NEAR(recipe("tinyconv").augment.speed.low,
              1 + 0.3 * (open.augment.speed.low - 1), 1e-9);
  TrainSettings chosen;
  chosen.passes = 2;
  chosen.label_smoothing = 0.2;
  chosen.learning_rate = 0.003;
  const TrainSettings kept =
      recipe_for(make_zoo_graph("tinyconv", {49, 40, 1}, classes), chosen);
  EXPECT_EQ(kept.passes, 2);
  EXPECT_EQ(kept.label_smoothing, 0.2);
  EXPECT_EQ(kept.learning_rate, 0.003);
}

TEST(TrainTest, DefaultsAreWithinTheirLimits) {
  const std::string defaults = canonical_json(TrainSettings());
  EXPECT_EQ(canonical_json(settings_from_json<TrainSettings>(defaults)),
            defaults);
}

// With a class for each word, labels drawn unevenly are corrected for.
TEST(TrainTest, FillsThePriorsOfItsSampling) {
  ToyTraining toy;
  toy.scores.labels = {"silence", "unknown", "low"};
  toy.scores.logits = true;
  toy.scores.groups = {0, 1, 2, 1};
  toy.graph =
      make_zoo_graph("tc", {49, 40, 1}, {"silence", "high", "low", "zzz"});
  toy.settings.label_balance = 0;
  toy.settings.epochs = 1;
  mote::Run run = quiet_run();
  const ScoreMapping scores = toy.train(run).checkpoint.scores;
  ASSERT_EQ(scores.log_priors.size(), 4u);
  EXPECT_NEAR(scores.log_priors[0], std::log(0.25), 1e-9);
  EXPECT_NEAR(scores.log_priors[1], std::log(0.5), 1e-9);
  EXPECT_NEAR(scores.log_priors[3], std::log(0.5), 1e-9);
}

}  // namespace
}  // namespace mote
