#include "stages/collect/import.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "stages/collect/collect.h"
#include "stages/collect/recording_file.h"
#include "test/shared_data.h"
#include "test/small_disk.h"

namespace mote {
namespace {

class ImportTest : public testing::Test {
 protected:
  // A recording of 0.1 s whose content depends on its name alone.
  void write_clip(const std::string& name, double rate_hz = 16000) {
    std::vector<int16_t> samples(static_cast<size_t>(rate_hz / 10));
    const uint64_t seed = hash64(name);
    for (size_t i = 0; i < samples.size(); ++i) {
      samples[i] = static_cast<int16_t>(mix64(seed, i));
    }
    write_bytes(name, encode_wav(mono_audio(rate_hz, samples)));
  }
  void write_file(const std::string& name, const std::string& content) {
    write_bytes(name, {content.begin(), content.end()});
  }
  // Without a sync, which would be most of the time of these tests.
  void write_bytes(const std::string& name, const std::vector<uint8_t>& bytes) {
    fs::create_directories((source / name).parent_path());
    std::ofstream(source / name, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }

  ImportReport import(const ImportOptions& options = {}) {
    mote::Run run = quiet_run({}, 2);
    return import_recordings(source, store, options, run);
  }
  Sample stored(const std::string& name) {
    for (const Sample& sample : SampleTable(store).list()) {
      if (sample.name == name) return sample;
    }
    ADD_FAILURE() << name << " is not in the store";
    return {};
  }
  std::string reason_against(const std::string& name) {
    const ImportReport report = import();
    for (const RefusedFile& file : report.refused) {
      if (file.file == name) return file.reason;
    }
    return "";
  }

  TemporaryFolder folder;
  fs::path source = folder.path() / "source";
  Store store{folder.path() / "store"};
};

TEST_F(ImportTest, ReadsTheLayoutOfSpeechCommands) {
  write_clip("left/0a7c_nohash_0.wav");
  write_clip("left/0a7c_nohash_1.wav");
  write_clip("right/my own clip.wav");
  write_clip("_background_noise_/rain.wav");
  const ImportReport report = import();
  EXPECT_EQ(report.added, 4u);
  EXPECT_TRUE(report.refused.empty());
  const Sample clip = stored("left/0a7c_nohash_1.wav");
  EXPECT_EQ(clip.label, "left");
  EXPECT_EQ(clip.group, "0a7c");
  EXPECT_EQ(clip.source, "recorded");
  EXPECT_EQ(clip.frames, 1600);
  EXPECT_EQ(stored("right/my own clip.wav").group, "right/my own clip");
  EXPECT_EQ(stored("_background_noise_/rain.wav").label, kBackgroundLabel);
}

TEST_F(ImportTest, ImportingTwiceAddsNothing) {
  write_clip("left/a_nohash_0.wav");
  write_clip("right/a_nohash_0.wav");
  import();
  const std::string hash = collect(store, {}, 16000).hash();
  const ImportReport again = import();
  EXPECT_EQ(again.added, 0u);
  EXPECT_EQ(again.duplicates, 2u);
  EXPECT_EQ(collect(store, {}, 16000).hash(), hash);
  EXPECT_EQ(store.objects().list().size(), 2u);
}

TEST_F(ImportTest, AManifestWinsOverNames) {
  write_clip("left/x_nohash_0.wav");
  write_clip("left/y_nohash_0.wav");
  write_clip("left/z_nohash_0.wav");
  write_file("manifest.csv",
             "file,split,label,speaker\r\n"
             "left/x_nohash_0.wav,testing,\"up, or \"\"high\"\"\",anna\r\n"
             "left/y_nohash_0.wav,,,\r\n");
  import();
  const Sample x = stored("left/x_nohash_0.wav");
  EXPECT_EQ(x.label, "up, or \"high\"");
  EXPECT_EQ(x.group, "anna");
  EXPECT_EQ(x.split, "test");
  EXPECT_EQ(stored("left/y_nohash_0.wav").label, "left");
  EXPECT_EQ(stored("left/y_nohash_0.wav").group, "y");
  EXPECT_EQ(stored("left/z_nohash_0.wav").split, "");
}

TEST_F(ImportTest, AnAbsurdRateStoresNothing) {
  write_file("left/a.csv", "x,y\n1,2\n3,4\n5,6\n");
  for (const char* said : {"-100", "nan", "inf", "1e300"}) {
    ImportOptions options;
    options.read.rate_hz = std::strtod(said, nullptr);
    EXPECT_THROW(import(options), Error) << said;
    write_file("manifest.csv",
               std::string("file,rate_hz\nleft/a.csv,") + said + "\n");
    EXPECT_THROW(import(), Error) << said;
    fs::remove(source / "manifest.csv");
  }
  EXPECT_EQ(SampleTable(store).count(), 0u);
  EXPECT_EQ(import().added, 1u);
}

TEST_F(ImportTest, AChangedManifestChangesWhatIsThere) {
  write_clip("left/a.wav");
  write_clip("left/b.wav");
  EXPECT_EQ(import().added, 2u);
  write_file("manifest.csv", "file,speaker,split\nleft/a.wav,anna,test\n");
  const ImportReport report = import();
  EXPECT_EQ(report.added, 0u);
  EXPECT_EQ(report.updated, 1u);
  EXPECT_EQ(report.duplicates, 1u);
  EXPECT_EQ(stored("left/a.wav").split, "test");
  EXPECT_EQ(stored("left/a.wav").group, "anna");
}

TEST_F(ImportTest, AManifestWithABadSideNamesTheLine) {
  write_clip("left/x.wav");
  write_file("manifest.csv", "file,split\nleft/x.wav,sideways\n");
  try {
    import();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.where().find("manifest.csv:2"), std::string::npos);
    EXPECT_NE(error.what_happened().find("sideways"), std::string::npos);
  }
}

TEST_F(ImportTest, AManifestThatListsAMissingFileSaysSo) {
  write_clip("left/x.wav");
  write_file("manifest.csv", "file\nleft/x.wav\nleft/gone.wav\n");
  EXPECT_NE(reason_against("left/gone.wav").find("not there"),
            std::string::npos);
}

TEST_F(ImportTest, TheListsOfSpeechCommandsGiveTheSides) {
  write_clip("left/x.wav");
  write_clip("left/y.wav");
  write_clip("left/z.wav");
  write_file("validation_list.txt", "left/x.wav\n");
  write_file("testing_list.txt", "left/y.wav\n");
  import();
  EXPECT_EQ(stored("left/x.wav").split, "validation");
  EXPECT_EQ(stored("left/y.wav").split, "test");
  EXPECT_EQ(stored("left/z.wav").split, "train");
}

TEST_F(ImportTest, FoldersNamedAsSidesAreSides) {
  write_clip("train/left/x.wav");
  write_clip("test/left/y.wav");
  import();
  EXPECT_EQ(stored("train/left/x.wav").split, "train");
  EXPECT_EQ(stored("test/left/y.wav").split, "test");
  EXPECT_EQ(stored("test/left/y.wav").label, "left");
}

TEST_F(ImportTest, BadFilesAreRefusedByNameAndTheRestIsImported) {
  write_clip("left/good.wav");
  write_file("left/empty.wav", "");
  write_file("left/letter.wav", "Dear microphone, how are you?");
  write_wav(source / "left/nothing.wav", mono_audio(16000, {}));
  write_clip("left/cut.wav");
  const auto whole = read_bytes(source / "left/cut.wav");
  write_atomically(source / "left/cut.wav",
                   std::span(whole).first(whole.size() / 2));
  write_file("left/notes.txt", "not meant as audio");
  write_file("left/._good.wav", "left behind by an archive");
  const ImportReport report = import();
  EXPECT_EQ(report.added, 1u);
  EXPECT_EQ(report.refused.size(), 4u);
  ASSERT_EQ(report.warnings.size(), 2u);  // the other is of the licence
  EXPECT_NE(report.warnings[1].text().find("notes.txt"), std::string::npos);
  EXPECT_NE(reason_against("left/empty.wav").find("empty"), std::string::npos);
  EXPECT_NE(reason_against("left/letter.wav").find("not an audio file"),
            std::string::npos);
  EXPECT_NE(reason_against("left/nothing.wav").find("no samples"),
            std::string::npos);
  EXPECT_NE(reason_against("left/cut.wav").find("truncated"),
            std::string::npos);
}

TEST_F(ImportTest, OneRecordingCannotHaveTwoLabels) {
  write_clip("left/a.wav");
  fs::create_directories(source / "right");
  fs::copy(source / "left/a.wav", source / "right/b.wav");
  EXPECT_NE(reason_against("right/b.wav").find("'left' (left/a.wav)"),
            std::string::npos);
}

TEST_F(ImportTest, LabelsMayHoldSpacesQuotesAndAnyScript) {
  for (const char* label : {"turn it on", "it's \"loud\"", "\u5de6",
                            "gr\u00fcn", "$(reboot); rm -rf ~"}) {
    write_clip(std::string(label) + "/a_nohash_0.wav");
  }
  EXPECT_EQ(import().added, 5u);
  EXPECT_EQ(stored("\u5de6/a_nohash_0.wav").label, "\u5de6");
  EXPECT_EQ(collect(store, {}, 0).labels().size(), 5u);
}

TEST_F(ImportTest, OneFileWithoutALabelWaitsForOne) {
  write_clip("lonely.wav");
  source /= "lonely.wav";
  const ImportReport report = import();
  EXPECT_EQ(report.added, 1u);
  EXPECT_EQ(stored("lonely.wav").label, kUnlabelled);
  EXPECT_NE(report.warnings.at(0).text().find("--label"), std::string::npos);
  EXPECT_EQ(import({"left", "anna", "recorded"}).updated, 1u);
  EXPECT_EQ(stored("lonely.wav").group, "anna");
}

TEST_F(ImportTest, PathsThatLeadNowhereAreClearErrors) {
  EXPECT_THROW(import(), Error);
  fs::create_directories(source / "left");
  EXPECT_THROW(import(), Error);
}

TEST_F(ImportTest, RatesAndChannelsOfAnyKind) {
  write_clip("left/slow.wav", 8000);
  write_clip("left/fast.wav", 44100);
  Signal stereo = mono_audio(48000, std::vector<int16_t>(9600, 500));
  stereo.axes.push_back({"right", ""});
  write_wav(source / "left/stereo.wav", stereo);
  EXPECT_EQ(import().added, 3u);
  EXPECT_EQ(stored("left/stereo.wav").axes, 2);
  const Dataset dataset = collect(store, {}, 16000);
  for (const Sample& sample : dataset.samples()) {
    const Signal signal = dataset.signal(sample);
    EXPECT_EQ(signal.rate_hz, 16000);
    EXPECT_EQ(signal.frame_count(), 1600u) << sample.name;
    EXPECT_EQ(signal.axis_count(), 1u);
  }
}

TEST_F(ImportTest, AStopLeavesWhatWasReported) {
  for (int i = 0; i < 300; ++i)
    write_clip("left/" + std::to_string(i) + ".wav");
  std::atomic<bool> stop = false;
  struct StopAtFirst : Progress {
    explicit StopAtFirst(std::atomic<bool>& stop) : stop(stop) {}
    void update(std::string_view, int64_t done, int64_t,
                std::string_view) override {
      reported = done;
      stop = true;
    }
    void note(std::string_view) override {}
    std::atomic<bool>& stop;
    int64_t reported = 0;
  } progress(stop);
  mote::Run run{progress, stop, {}, 1, 2};
  EXPECT_THROW(import_recordings(source, store, {}, run), Stopped);
  EXPECT_EQ(static_cast<int64_t>(SampleTable(store).count()),
            progress.reported);
  EXPECT_EQ(import().added, 300u - static_cast<size_t>(progress.reported));
}

TEST_F(ImportTest, AStopIsNoticedBetweenTwoFilesOfABatch) {
  std::atomic<bool> stop = false;
  int opened = 0;
  const auto open = [&]() -> std::vector<uint8_t> {
    ++opened;
    stop = true;
    return {};
  };
  const std::vector<RecordingFile> files(kBatchFiles, {"left/a.wav", open});
  const mote::Run run{silent_progress(), stop, {}, 1, 1};
  ImportReport report;
  EXPECT_THROW(import_files(files, {}, &store, run, report), Stopped);
  EXPECT_EQ(opened, 1);
}

// A child imports and reports through a pipe; it is killed at some moment.
// What it reported must be there, whole, and the next import adds the rest.
TEST_F(ImportTest, KillLosesNothingThatWasReported) {
  constexpr int kClips = 1200;
  for (int i = 0; i < kClips; ++i) {
    write_clip("left/" + std::to_string(i) + ".wav");
  }
  struct PipeProgress : Progress {
    explicit PipeProgress(int end) : end(end) {}
    void update(std::string_view, int64_t done, int64_t,
                std::string_view) override {
      if (::write(end, &done, sizeof done) < 0) ::_exit(1);
    }
    void note(std::string_view) override {}
    int end;
  };
  for (int round = 0; round < 5; ++round) {
    const fs::path place = folder.path() / ("store" + std::to_string(round));
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      Store mine(place);
      PipeProgress progress(ends[1]);
      const std::atomic<bool> stop = false;
      mote::Run run{progress, stop, {}, 1, 2};
      import_recordings(source, mine, {}, run);
      ::_exit(0);
    }
    ::close(ends[1]);
    ::usleep(30000 * (round + 1));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    int64_t reported = 0;
    while (::read(ends[0], &reported, sizeof reported) > 0) {
    }
    ::close(ends[0]);
    Store after(place);
    const auto samples = SampleTable(after).list();
    EXPECT_GE(static_cast<int64_t>(samples.size()), reported);
    for (const Sample& sample : samples) {
      ASSERT_EQ(after.objects().check(sample.id), ObjectStore::State::kIntact);
    }
    mote::Run run = quiet_run({}, 2);
    EXPECT_EQ(import_recordings(source, after, {}, run).added,
              kClips - samples.size());
  }
}

TEST_F(ImportTest, TwoImportersAtOnceAddEverythingOnce) {
  constexpr size_t kClips = 600;
  for (size_t i = 0; i < kClips; ++i) {
    write_clip("left/" + std::to_string(i) + ".wav");
  }
  const fs::path place = folder.path() / "together";
  std::vector<pid_t> children;
  for (int i = 0; i < 2; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    Store mine(place);
    mote::Run run = quiet_run({}, 1);
    const auto report = import_recordings(source, mine, {}, run);
    ::_exit(report.added + report.duplicates == kClips ? 0 : 1);
  }
  for (pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  Store after(place);
  EXPECT_EQ(SampleTable(after).count(), kClips);
}

TEST_F(ImportTest, AFullDiskIsOneClearErrorAndLosesNothing) {
  test::SmallDisk disk(2048);
  MOTE_REQUIRE_MOUNTED(disk);
  for (int i = 0; i < 2000; ++i)
    write_clip("left/" + std::to_string(i) + ".wav");
  size_t stored_samples = 0;
  {
    Store small(disk.path());
    mote::Run run = quiet_run({}, 2);
    try {
      import_recordings(source, small, {}, run);
      FAIL() << "everything fitted";
    } catch (const Error& error) {
      EXPECT_NE(error.hint().find("free some space"), std::string::npos);
    }
    stored_samples = SampleTable(small).count();
  }
  EXPECT_GT(stored_samples, 0u);
  Store again(disk.path());
  const auto samples = SampleTable(again).list();
  EXPECT_EQ(samples.size(), stored_samples);
  for (const Sample& sample : samples) {
    EXPECT_EQ(again.objects().check(sample.id), ObjectStore::State::kIntact);
  }
}

TEST_F(ImportTest, AReadOnlyStoreCanBeListedButNotAddedTo) {
  test::SmallDisk disk(2048);
  MOTE_REQUIRE_MOUNTED(disk);
  write_clip("left/a.wav");
  mote::Run run = quiet_run();
  {
    Store small(disk.path());
    import_recordings(source, small, {}, run);
  }
  ASSERT_TRUE(disk.make_read_only());
  write_clip("left/b.wav");
  Store small(disk.path());
  EXPECT_EQ(collect(small, {}, 16000).size(), 1u);
  EXPECT_THROW(import_recordings(source, small, {}, run), Error);
}

TEST_F(ImportTest, SharedSpeechCommandsImportWhole) {
  MOTE_REQUIRE_SHARED();
  source = test::shared_path("datasets/speech_commands");
  const ImportReport report = import();
  EXPECT_EQ(report.added, 1495u);
  EXPECT_TRUE(report.refused.empty());
  const Dataset dataset = collect(store, {}, 16000);
  EXPECT_EQ(dataset.examples().size(), 1489u);
  EXPECT_EQ(dataset.background().size(), 6u);
  EXPECT_EQ(dataset.labels().size(), 35u);
  std::set<std::string> speakers;
  for (const Sample& sample : dataset.examples().samples()) {
    speakers.insert(sample.group);
  }
  EXPECT_EQ(speakers.size(), 509u);
}

TEST(Collect, AnEmptyStoreSaysHowToFillIt) {
  TemporaryFolder folder;
  Store store(folder.path());
  try {
    collect(store, {}, 16000);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.hint().find("mote collect import"), std::string::npos);
  }
}

}  // namespace
}  // namespace mote
