// What users get wrong: one clear message each, and nothing is lost.
#include <gtest/gtest.h>
#include <unistd.h>

#include "test/end_to_end/program.h"
#include "test/small_disk.h"

namespace mote::test {
namespace {

// The command must fail with this exit code and say each of the texts.
void expect_message(const ProcessResult& result, int exit_code,
                    const std::vector<std::string>& texts) {
  EXPECT_EQ(result.exit_code, exit_code) << result.errors;
  for (const std::string& text : texts) {
    EXPECT_NE(result.errors.find(text), std::string::npos)
        << text << " is not in: " << result.errors;
  }
}

class BadProject : public testing::Test {
 protected:
  void write(const std::string& text) {
    write_atomically(folder_.path() / "mote.toml", text);
  }
  ProcessResult run(std::vector<std::string> words = {"status"}) {
    return mote(folder_.path(), words);
  }
  TemporaryFolder folder_;
};

TEST_F(BadProject, UnknownKeysNamePlaceAndNearestKey) {
  write("[train]\nepoch = 3\n");
  expect_message(run(), 1,
                 {"unknown key 'epoch'", "mote.toml:2:1", "'epochs'"});
  write("[trian]\nepochs = 3\n");
  expect_message(run(), 1, {"unknown section 'trian'", ":1:", "'train'"});
  write("");
}

TEST_F(BadProject, SettingsOfOtherSectionsAreCheckedBeforeAnyWork) {
  write("[evaluate.targets]\nrecall_yess = \">= 0.9\"\n");
  expect_message(run(), 1, {"'recall_yess'", "mote.toml:2:1", "'recall_yes'"});
  write("[evaluate.targets]\naccuracy = \">= 9\"\n");
  expect_message(run(), 1, {"out of range", "mote.toml:2:12"});
  write("[detection]\nignored = [\"unknown\", \"silense\"]\n");
  expect_message(run(), 1, {"'silense'", "mote.toml:2:23", "'silence'"});
  write("[deploy]\ntargets = [\"linus\"]\n");
  expect_message(run(), 1, {"'linus'", "mote.toml:2:12", "'linux'"});
  write("[device]\nboard = \"qemu-cortex-m9\"\n");
  expect_message(run(), 1, {"mote.toml:2:9", "'qemu-cortex-m"});
  write("[requirements]\nlabels = [\"yes\", \"no\", \"yes\"]\n");
  expect_message(run(), 1, {"'yes' is given twice", "mote.toml:2:24"});
  write(
      "[requirements]\nrate = \"8 kHz\"\n"
      "[preprocess]\nblock = \"micro_frontend\"\n");
  expect_message(run(), 1, {"8000 Hz", "mote.toml:2:8", "[preprocess]"});
  write("[requirements]\nlabels = [\"silence\"]\n");
  expect_message(run(), 1, {"nothing to tell apart", "mote.toml:2:10"});
}

TEST_F(BadProject, BadValuesNamePlaceAndWhatIsAllowed) {
  write("[train]\nepochs = 0\n");
  expect_message(run(), 1, {"mote.toml:2:10", "from 1 to"});
  write("[preprocess]\nhop = \"20 kg\"\n");
  expect_message(run(), 1, {"mote.toml:2:7", "ms"});
  write("[preprocess\n");
  expect_message(run(), 1, {"mote.toml:1:"});
}

TEST_F(BadProject, WrongUseIsToldApartFromFailure) {
  expect_message(run({"statsu"}), 2, {"'mote status'"});
  expect_message(run({"status", "--bad"}), 2, {"--bad"});
  expect_message(run({"run", "--until", "tran"}), 1, {"there is no project"});
  write("");
  expect_message(run({"run", "--until", "tran"}), 2, {"'train'"});
  expect_message(run({"status", "--set", "nothing"}), 2, {"KEY=VALUE"});
  expect_message(run({"status", "--set", "design.modle=tc"}), 2,
                 {"unknown key 'modle'", "--set design.modle", "'model'"});
  expect_message(run({"status", "--set", "desing.model=tc"}), 2,
                 {"unknown section 'desing'", "--set desing.model"});
  expect_message(run({"evaluate", "--folds", "1"}), 2, {"--folds 5"});
  expect_message(run({"evaluate", "--folds", "5", "--on", "float"}), 2,
                 {"Leave out --on"});
}

TEST_F(BadProject, NoProjectAndNoRecordings) {
  expect_message(run(), 1, {"there is no project here", "mote new"});
  write("");
  expect_message(run({"run"}), 1, {"no recordings"});
  expect_message(run({"new", "other", "--dataset", "/does/not/exist"}), 1,
                 {"/does/not/exist"});
  EXPECT_FALSE(fs::exists(folder_.path() / "other"));
}

TEST(BadInput, ANewProjectTellsWhatItsRecordingsLack) {
  const TemporaryFolder folder;
  write_recordings(folder.path() / "recordings", {"yes"});
  write_atomically(folder.path() / "recordings" / "yes" / "text.wav", "words");
  const auto made = mote(folder.path(), {"new", "p", "--words", "yes,no",
                                         "--dataset", "recordings"});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_NE(made.output.find("refused yes/text.wav: not an audio file"),
            std::string::npos);
  EXPECT_NE(made.output.find("there is no recording of 'no' yet"),
            std::string::npos);
}

TEST_F(BadProject, ErrorsAreJsonTooWhenAskedFor) {
  const auto document = mote_json(folder_.path(), {"status"}, 1);
  EXPECT_EQ(document.at("error").at("what"), "there is no project here");
}

TEST(BadInput, AProjectIsNotMadeTwice) {
  const TinyProject project;
  const std::string before = read_text(project.folder() / "mote.toml");
  expect_message(mote(project.folder() / "..", {"new", "lamp"}), 1,
                 {"there is a project here already"});
  EXPECT_EQ(read_text(project.folder() / "mote.toml"), before);
}

TEST(BadInput, AnyWordsAreWords) {
  const TemporaryFolder folder;
  const std::vector<std::string> words = {"turn left", "say \"hi\"", "zurück"};
  write_recordings(folder.path() / "recordings", words);
  const auto made = mote(folder.path(), {"new", "any words", "--words",
                                         "turn left,say \"hi\",zurück",
                                         "--dataset", "recordings"});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  const auto run =
      mote_json(folder.path() / "any words", {"run", "--until", "design"});
  EXPECT_EQ(run.at("stages")[0].at("facts").at("labels").at("say \"hi\""), 24);
}

TEST(BadInput, MissingBackgroundIsTold) {
  const TinyProject project;
  fs::remove_all(project.folder() / ".mote");
  fs::remove_all(project.recordings() / "_background_noise_");
  ASSERT_EQ(mote(project.folder(),
                 {"collect", "import", project.recordings().string()})
                .exit_code,
            0);
  const auto run = mote(project.folder(), {"run", "--until", "evaluate"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_NE(run.errors.find("no background recordings"), std::string::npos);
  EXPECT_NE(run.output.find("silence is not judged"), std::string::npos);
}

TEST(BadInput, AReadOnlyFolderCanBeLookedAt) {
  SmallDisk disk(8000);
  MOTE_REQUIRE_MOUNTED(disk);
  const TemporaryFolder folder;
  write_recordings(folder.path() / "recordings", {"yes", "no"});
  const auto made = mote(
      disk.path(), {"new", "p", "--dataset", (folder.path() / "recordings")});
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  ASSERT_TRUE(disk.make_read_only());
  EXPECT_EQ(mote(disk.path() / "p", {"status"}).exit_code, 0);
  expect_message(mote(disk.path() / "p", {"run"}), 1, {"Read-only"});
}

TEST(BadInput, AFullDiskIsToldAndLosesNothing) {
  SmallDisk disk(700);
  MOTE_REQUIRE_MOUNTED(disk);
  const TemporaryFolder folder;
  write_recordings(folder.path() / "recordings", {"yes", "no"});
  expect_message(mote(disk.path(), {"new", "p", "--dataset",
                                    (folder.path() / "recordings")}),
                 1, {"full"});
  EXPECT_FALSE(fs::exists(disk.path() / "p" / "mote.toml"));
}

TEST(BadInput, ACorruptResultIsNamed) {
  const TinyProject project;
  ASSERT_EQ(mote(project.folder(), {"run", "--until", "train"}).exit_code, 0);
  const auto log = mote_json(project.folder(), {"log", "checkpoint"});
  const std::string name = log.at("object");
  const fs::path object = project.folder() / ".mote" / "objects" /
                          name.substr(0, 2) / name.substr(2);
  const auto bytes = read_bytes(object);
  fs::permissions(object, fs::perms::owner_write, fs::perm_options::add);
  write_atomically(object, std::span(bytes).first(bytes.size() / 2));
  expect_message(mote(project.folder(), {"run", "--until", "convert"}), 1,
                 {name.substr(2)});
}

TEST(BadInput, AModelThatIsCutIsRefused) {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "cut.tflite", std::string_view("TFL3"));
  const auto result = mote(folder.path(), {"compile", "cut.tflite"});
  expect_message(result, 1, {"cut.tflite"});
}

}  // namespace
}  // namespace mote::test
