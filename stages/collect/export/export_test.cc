#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/dataset/change_log.h"
#include "lib/report/image.h"
#include "lib/signal/decode.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/export/file_sink.h"
#include "stages/collect/export/labelled_files.h"
#include "stages/collect/export/sample_file.h"
#include "stages/collect/import.h"

namespace mote {
namespace {

using Write = FilesReport (*)(const Dataset&, const Store&,
                              const std::vector<Origin>&, const fs::path&,
                              mote::Run&);

struct Form {
  const char* name;
  Write write;
  const char* target;
};

// A data set with a sample of each kind, taken out and back.
class ExportFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    Sample sound = sample("a/yes.wav", "yes", "anna", "train");
    sound.metadata["room"] = "kitchen, upstairs";
    sound.rate_hz = 16000;
    sound.frames = 1600;
    sound.ranges = {{0.01, 0.05, "y"}, {0.05, 0.1, "es"}};
    add(sound, encode_wav(mono_audio(16000, std::vector<int16_t>(1600, 77))));
    Sample picture = sample("p.png", "cup", "desk", "test");
    picture.kind = "picture";
    picture.frames = 1;
    picture.axes = 3;
    picture.boxes = {{"cup", 1, 2.5, 8, 4}, {"pen", 0, 0, 3, 3}};
    add(picture, Image(20, 10).png());
    Sample motion = sample("x/../../walk", "walk", "bob", "validation");
    motion.kind = "series";
    motion.source = "synthetic";
    motion.rate_hz = 62.5;
    motion.frames = 3;
    motion.axes = 2;
    Signal readings;
    readings.rate_hz = 62.5;
    readings.axes = {{"x", "m/s2"}, {"y", "m/s2"}};
    readings.samples = std::vector<float>{0.1f, -2, 3e-7f, 4, 5, 6.25f};
    add(motion, encode_signal(readings));
  }

  static Sample sample(const std::string& name, const std::string& label,
                       const std::string& group, const std::string& split) {
    Sample made;
    made.name = name;
    made.label = label;
    made.group = group;
    made.split = split;
    made.source = "recorded";
    made.origin = "home";
    return made;
  }
  void add(Sample& made, const std::vector<uint8_t>& bytes) {
    ObjectStore::Batch batch(store.objects());
    made.id = batch.add(bytes);
    batch.commit();
    SampleTable table(store);
    ChangeLog(store).record({"add", "", ""}, [&]() -> int64_t {
      table.describe({"home", "CC-BY-4.0", "Anna and Bob"});
      table.add(made);
      return 1;
    });
  }

  static void expect_equal(const Dataset& dataset, const Dataset& back) {
    for (const Sample& was : dataset.samples()) {
      const auto is =
          std::ranges::find(back.samples(), was.label, &Sample::label);
      ASSERT_NE(is, back.samples().end()) << was.label;
      EXPECT_EQ(is->group, was.group);
      EXPECT_EQ(is->split, was.split);
      EXPECT_EQ(is->source, was.source);
      EXPECT_EQ(is->kind, was.kind);
      EXPECT_EQ(is->boxes, was.boxes);
      EXPECT_EQ(is->ranges, was.ranges);
      auto metadata = was.metadata;
      metadata["licence"] = "CC-BY-4.0";
      EXPECT_EQ(is->metadata, metadata);
      const Signal before = dataset.signal(was), after = back.signal(*is);
      EXPECT_EQ(after.samples, before.samples);
      EXPECT_EQ(after.rate_hz, before.rate_hz);
      EXPECT_EQ(after.axes, before.axes);
    }
  }

  TemporaryFolder folder;
  Store store{folder.path() / "store"};
};

class RoundTripTest : public ExportFilesTest,
                      public testing::WithParamInterface<Form> {
 protected:
  void expect_back(const fs::path& target) {
    mote::Run run = quiet_run();
    const Dataset dataset = open_dataset(store, {}, 0);
    const FilesReport report = GetParam().write(
        dataset, store, SampleTable(store).origins(), target, run);
    EXPECT_EQ(report.samples, dataset.size());
    EXPECT_TRUE(report.left_out.empty());
    Store other(folder.path() / "other");
    const ImportReport back = import_recordings(target, other, {}, run);
    EXPECT_EQ(back.added, dataset.size());
    for (const ImportWarning& warning : back.warnings) {
      ADD_FAILURE() << warning.text();
    }
    EXPECT_EQ(SampleTable(other).origins().at(0).licence, "CC-BY-4.0");
    expect_equal(dataset, open_dataset(other, {}, 0));
  }
};

TEST_P(RoundTripTest, ComesBackAsItWas) {
  expect_back(folder.path() / GetParam().target);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, RoundTripTest,
    testing::Values(Form{"edge_impulse", export_for_edge_impulse, "out"},
                    Form{"edge_impulse_zip", export_for_edge_impulse,
                         "out.zip"},
                    Form{"people", export_for_people, "out"},
                    Form{"people_zip", export_for_people, "out.zip"}),
    [](const auto& form) { return std::string(form.param.name); });

TEST_F(ExportFilesTest, ZipsAreReproducibleAndReadByOthers) {
  mote::Run run = quiet_run();
  const Dataset dataset = open_dataset(store, {}, 0);
  for (const char* name : {"1.zip", "2.zip"}) {
    export_for_edge_impulse(dataset, store, {}, folder.path() / name, run);
  }
  EXPECT_EQ(read_bytes(folder.path() / "1.zip"),
            read_bytes(folder.path() / "2.zip"));
  EXPECT_FALSE(fs::exists(folder.path() / "1.zip.part"));
  const ProcessResult listed = run_process(
      {"python3", "-m", "zipfile", "-t", (folder.path() / "1.zip").string()});
  EXPECT_EQ(listed.exit_code, 0) << listed.errors;
}

TEST_F(ExportFilesTest, LeavesNothingHalfWrittenAndReplacesNoFolder) {
  mote::Run run = quiet_run();
  const fs::path target = folder.path() / "full";
  fs::create_directories(target / "mine");
  const Dataset dataset = open_dataset(store, {}, 0);
  EXPECT_THROW(export_for_people(dataset, store, {}, target, run), Error);
  const std::atomic<bool> stop = true;
  mote::Run stopped{silent_progress(), stop, {}};
  EXPECT_THROW(
      export_for_people(dataset, store, {}, folder.path() / "new", stopped),
      Stopped);
  EXPECT_FALSE(fs::exists(folder.path() / "new"));
  EXPECT_FALSE(fs::exists(folder.path() / "new.part"));
}

TEST_F(ExportFilesTest, SaysWhatTheFormatCannotHold) {
  Sample gap = sample("gap", "gap", "g", "train");
  gap.kind = "series";
  gap.rate_hz = 10;
  gap.frames = 2;
  Signal readings;
  readings.rate_hz = 10;
  readings.axes = {{"x", ""}};
  readings.samples = std::vector<float>{1, NAN};
  add(gap, encode_signal(readings));
  mote::Run run = quiet_run();
  const Dataset dataset = open_dataset(store, {}, 0);
  const FilesReport report = export_for_edge_impulse(
      dataset, store, {}, folder.path() / "out.zip", run);
  ASSERT_EQ(report.left_out.size(), 1u);
  EXPECT_EQ(report.left_out[0].name, "gap");
  EXPECT_EQ(report.samples, 3u);
}

TEST(FileNames, AreSafeAndNeverAlike) {
  EXPECT_EQ(safe_name("../a\nb"), "_.._a_b");
  EXPECT_EQ(safe_name(""), "_");
  EXPECT_EQ(safe_name(std::string(99, 'a') + "\xC3\xBC").size(), 99u);
  FileNames names;
  Sample sample;
  sample.name = "left/a.wav";
  sample.id = std::string(64, '1');
  EXPECT_EQ(names.of(sample), "a.11111111");
  sample.id.back() = '2';
  EXPECT_EQ(names.of(sample), "a." + sample.id);
}

}  // namespace
}  // namespace mote
