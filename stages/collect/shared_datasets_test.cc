// Every data set that lies beside the project comes in by one command, with
// its labels, groups and sides.
#include <gtest/gtest.h>

#include <set>

#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/axis_names.h"
#include "stages/collect/collect.h"
#include "stages/collect/import.h"
#include "test/shared_data.h"

namespace mote {
namespace {

using Counts = std::map<std::string, size_t>;

struct Expected {
  const char* name;
  ImportOptions options;
  size_t samples;
  Counts labels;  // empty: only the number of labels
  size_t label_count;
  size_t groups;
  Counts sides;
  double rate_hz;  // of all; -1: different ones
  int axes;        // likewise
  size_t duplicates = 0;
};

ImportOptions plain() { return {}; }

ImportOptions with(const ReadOptions& read, const NamingOptions& naming = {}) {
  ImportOptions options;
  options.read = read;
  options.naming = naming;
  return options;
}

ReadOptions reading(double rate_hz, const char* axes = "", int rows = 0) {
  ReadOptions read;
  read.rate_hz = rate_hz;
  read.axes = parse_axes(axes);
  read.rows = rows;
  return read;
}

ReadOptions tensors() {
  ReadOptions read;
  read.type = "int8";
  read.shape = {49, 10};
  return read;
}

ImportOptions labelled(const char* label) {
  ImportOptions options;
  options.label = label;
  return options;
}

std::vector<Expected> expected_datasets() {
  return {
      {"activity_watch",
       plain(),
       72,
       {{"clapping", 12},
        {"jogging", 12},
        {"sitting", 12},
        {"teeth", 12},
        {"typing", 12},
        {"walking", 12}},
       6,
       12,
       {{"", 72}},
       20,
       3},
      {"cifar10_images",
       plain(),
       2600,
       {{"airplane", 260},
        {"automobile", 260},
        {"bird", 260},
        {"cat", 260},
        {"deer", 260},
        {"dog", 260},
        {"frog", 260},
        {"horse", 260},
        {"ship", 260},
        {"truck", 260}},
       10,
       2600,
       {{"train", 2000}, {"test", 600}},
       0,
       3},
      {"ecg_mitbih100",
       with(reading(360)),
       1,
       {{"_unlabelled_", 1}},
       1,
       1,
       {{"", 1}},
       360,
       1},
      {"esc10_sounds", plain(), 150, {}, 10, 147, {{"", 150}}, 16000, 1},
      {"fan_vibration",
       with(reading(200, "x[g], y[g], z[g]")),
       2685,
       {{"fan_0_high_0_weight", 300},
        {"fan_0_high_1_weight", 300},
        {"fan_0_low-deploy", 286},
        {"fan_0_low_0_weight", 300},
        {"fan_0_low_0_weight-moving", 299},
        {"fan_0_low_1_weight", 300},
        {"fan_0_med_0_weight", 300},
        {"fan_0_med_1_weight", 300},
        {"fan_0_off_0_weight", 300}},
       9,
       2685,
       {{"", 2685}},
       200,
       3},
      {"gas_enose", plain(), 201, {}, 31, 201, {{"", 201}}, 5, 8},
      {"geophone_quakes",
       plain(),
       208,
       {{"earthquake", 103}, {"noise", 98}, {"record", 4}, {"stream", 3}},
       4,
       74,
       {{"", 7}, {"train", 147}, {"test", 54}},
       100,
       -1},
      {"imu_digits",
       plain(),
       60,
       {{"0", 6},
        {"1", 6},
        {"2", 6},
        {"3", 6},
        {"4", 6},
        {"5", 6},
        {"6", 6},
        {"7", 6},
        {"8", 6},
        {"9", 6}},
       10,
       60,
       {{"", 60}},
       52,
       22},
      {"long_noise",
       plain(),
       39,
       {},
       6,
       39,
       {{"validation", 19}, {"test", 20}},
       16000,
       1},
      {"magic_wand",
       with(reading(100)),
       130,
       {{"wingardium", 60},
        {"flippendo", 60},
        {"negative", 2},
        {"_unlabelled_", 8}},
       4,
       130,
       {{"", 122}, {"test", 8}},
       100,
       22},
      {"magic_wand_nano33",
       with(reading(119, "aX[g],aY[g],aZ[g],gX[dps],gY[dps],gZ[dps]", 119)),
       125,
       {{"AlohomoraCharm", 25},
        {"ArrestoMomentumCharm", 25},
        {"AvadaKedavra", 25},
        {"LocomotorCharm", 25},
        {"Revelio", 25}},
       5,
       10,
       {{"train", 100}, {"test", 25}},
       119,
       6},
      {"micro_speech_wavs",
       plain(),
       6,
       {{"yes", 2}, {"no", 2}, {"noise", 1}, {"silence", 1}},
       4,
       6,
       {{"", 6}},
       16000,
       1},
      {"mlperf_kws01",
       with(tensors(), {"", "_([A-Za-z]+)_[0-9]+$", ""}),
       994,
       {},
       12,
       994,
       {{"", 994}},
       0,
       1,
       6},
      {"noise_and_rir",
       plain(),
       9,
       {{"noise", 6}, {"rir", 3}},
       2,
       9,
       {{"", 9}},
       -1,
       -1},
      {"radar_a121_gestures",
       plain(),
       453,
       {{"_unlabelled_", 1},
        {"double_tap_in", 90},
        {"dynamic_hand", 1},
        {"idle", 90},
        {"static_hand", 1},
        {"tap_in", 90},
        {"tap_out", 90},
        {"wiggle", 90}},
       8,
       16,
       {{"", 3}, {"train", 305}, {"test", 145}},
       -1,
       -1},
      {"running_speech",
       labelled("speech"),
       216,
       {{"speech", 216}},
       1,
       192,
       {{"validation", 107}, {"test", 109}},
       16000,
       1},
      {"speech_commands", plain(), 1495, {}, 36, 515, {{"", 1495}}, 16000, 1},
      {"st_mems",
       with({}, {"name", "", ""}),
       117,
       {},
       44,
       117,
       {{"", 117}},
       0,
       -1},
      {"thermal_mlx90640",
       with(reading(0, "temperature[degC]", 1), {"", "([a-z]+)_", ""}),
       720,
       {{"standing", 270}, {"sitting", 270}, {"lying", 180}},
       3,
       8,
       {{"", 720}},
       0,
       1},
      {"ultrasonic_robot", with(reading(9)), 396, {}, 4, 1, {{"", 396}}, 9, 24},
      {"wake_words",
       plain(),
       280,
       {{"alexa", 40},
        {"athena", 40},
        {"computer", 40},
        {"jarvis", 40},
        {"smart_mirror", 40},
        {"snowboy", 40},
        {"view_glass", 40}},
       7,
       280,
       {{"", 280}},
       16000,
       1},
  };
}

class SharedDatasetTest : public testing::TestWithParam<Expected> {};

TEST_P(SharedDatasetTest, ComesInWhole) {
  MOTE_REQUIRE_SHARED();
  const Expected& expected = GetParam();
  TemporaryFolder folder;
  Store store(folder.path());
  mote::Run run = quiet_run({}, 2);
  const fs::path path =
      test::shared_path(std::string("datasets/") + expected.name);
  const ImportReport report =
      import_recordings(path, store, expected.options, run);
  for (const RefusedFile& refused : report.refused) {
    ADD_FAILURE() << refused.file << ": " << refused.reason;
  }
  EXPECT_EQ(report.added, expected.samples);
  EXPECT_EQ(report.duplicates, expected.duplicates);
  Counts labels, sides;
  std::set<std::string> groups;
  for (const Sample& sample : SampleTable(store).list()) {
    ++labels[sample.label];
    ++sides[sample.split];
    groups.insert(sample.group);
    if (expected.rate_hz >= 0) {
      EXPECT_EQ(sample.rate_hz, expected.rate_hz);
    }
    if (expected.axes >= 0) {
      EXPECT_EQ(sample.axes, expected.axes);
    }
  }
  if (!expected.labels.empty()) {
    EXPECT_EQ(labels, expected.labels);
  }
  EXPECT_EQ(labels.size(), expected.label_count);
  EXPECT_EQ(groups.size(), expected.groups);
  EXPECT_EQ(sides, expected.sides);
  const Dataset dataset = open_dataset(store, {}, 0);
  for (size_t i = 0; i < dataset.size(); i += 97) {
    const Sample& sample = dataset.samples()[i];
    const Signal signal = dataset.signal(sample);
    EXPECT_EQ(static_cast<int64_t>(signal.frame_count()), sample.frames);
    EXPECT_EQ(static_cast<int>(signal.axis_count()), sample.axes);
  }
}

TEST(SharedDatasets, TermsAndAnnotationsAreKept) {
  MOTE_REQUIRE_SHARED();
  TemporaryFolder folder;
  Store store(folder.path());
  mote::Run run = quiet_run({}, 2);
  ImportOptions options;
  options.read.rate_hz = 360;
  import_recordings(test::shared_path("datasets/ecg_mitbih100"), store, options,
                    run);
  const auto samples = SampleTable(store).list();
  ASSERT_EQ(samples.size(), 1u);
  EXPECT_EQ(samples[0].origin, "ecg_mitbih100");
  EXPECT_EQ(samples[0].ranges.size(), 2274u);
  Counts beats;
  for (const TimeRange& range : samples[0].ranges) ++beats[range.label];
  EXPECT_EQ(beats, (Counts{{"+", 1}, {"A", 33}, {"N", 2239}, {"V", 1}}));
  EXPECT_NEAR(samples[0].ranges[1].start_s, 77 / 360.0, 1e-9);
  const auto origins = SampleTable(store).origins();
  ASSERT_EQ(origins.size(), 1u);
  EXPECT_EQ(origins[0].licence, "MIT");
  EXPECT_NE(origins[0].attribution.find("MIT-BIH"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Shared, SharedDatasetTest,
                         testing::ValuesIn(expected_datasets()),
                         [](const auto& expected) {
                           return std::string(expected.param.name);
                         });

}  // namespace
}  // namespace mote
