#include <gtest/gtest.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/tf_record.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/import.h"
#include "stages/collect/tfrecord/examples.h"
#include "stages/collect/tfrecord/export.h"

namespace mote {
namespace {

std::span<const uint8_t> as_bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

Signal readings() {
  Signal signal;
  signal.rate_hz = 62.5;
  signal.axes = {{"x", "g"}, {"y", "g"}};
  signal.samples = std::vector<float>{1.5f, 2, 3, 4, -5, 6};
  return signal;
}

Sample sample_like(const Signal& signal, const std::string& kind) {
  Sample sample;
  sample.name = "wave/a.json";
  sample.label = "wave";
  sample.group = "anna";
  sample.split = "test";
  sample.source = "recorded";
  sample.kind = kind;
  sample.rate_hz = signal.rate_hz;
  sample.metadata = {{"device", "nano33"}};
  return sample;
}

FoundSample there_and_back(const Signal& signal, const std::string& kind,
                           std::span<const uint8_t> file = {}) {
  const std::string example =
      example_of(sample_like(signal, kind), signal, file);
  return sample_of_example(example, {}, "test.tfrecord");
}

TEST(Examples, ReadingsComeBackAsTheyWere) {
  const FoundSample found = there_and_back(readings(), "series");
  EXPECT_EQ(found.kind, "series");
  EXPECT_EQ(found.label, "wave");
  EXPECT_EQ(found.group, "anna");
  EXPECT_EQ(found.split, "test");
  EXPECT_EQ(found.part, "wave/a.json");
  EXPECT_EQ(found.rate_hz, 62.5);
  EXPECT_EQ(found.frames, 3);
  EXPECT_EQ(found.metadata.at("device"), "nano33");
  EXPECT_EQ(found.object, encode_signal(readings()));
}

TEST(Examples, SoundAndGridsComeBackAsTheyWere) {
  const Signal sound = mono_audio(16000, {1, -2, 32767, -32768});
  const FoundSample heard = there_and_back(sound, "audio");
  EXPECT_EQ(heard.kind, "audio");
  EXPECT_EQ(heard.object, encode_signal(sound));
  Signal grid;
  grid.axes = {{"a", ""}, {"b", "deg C"}};
  grid.frame_shape = {2, 3};
  grid.samples = std::vector<int8_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -128};
  const FoundSample found = there_and_back(grid, "tensor");
  EXPECT_EQ(found.kind, "tensor");
  EXPECT_EQ(found.object, encode_signal(grid));
}

TEST(Examples, NonsenseIsRefused) {
  const auto refused = [](const std::string& example) {
    try {
      sample_of_example(example, {}, "test.tfrecord");
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), "test.tfrecord");
      return error.what_happened();
    }
    return std::string();
  };
  EXPECT_NE(refused("").find("no feature"), std::string::npos);
  EXPECT_NE(refused("\xFF\xFF").find("no tf.train.Example"), std::string::npos);
  const Signal signal = readings();
  const std::string whole =
      example_of(sample_like(signal, "series"), signal, {});
  int read = 0;
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] + 1);
    read += refused(changed).empty();
    refused(whole.substr(0, i));
  }
  EXPECT_GT(read, 0);
}

TEST(TfRecord, TakesRecordsInOrderAndFindsDamage) {
  auto file = tf_record("one");
  const auto two = tf_record("");
  file.insert(file.end(), two.begin(), two.end());
  std::span<const uint8_t> rest = file;
  EXPECT_TRUE(starts_with_tf_record(rest));
  EXPECT_EQ(take_tf_record(rest, ""), "one");
  EXPECT_EQ(take_tf_record(rest, ""), "");
  EXPECT_EQ(take_tf_record(rest, ""), std::nullopt);
  for (size_t i = 0; i < 19; ++i) {
    auto changed = file;
    changed[i] ^= 1;
    std::span<const uint8_t> bytes = changed;
    EXPECT_THROW(take_tf_record(bytes, ""), Error) << i;
    bytes = std::span(file).first(i + 1);
    if (bytes.size() == 19) break;  // the whole first record
    EXPECT_THROW(take_tf_record(bytes, ""), Error) << i;
  }
  // A length that its checksum confirms, but nothing behind it.
  EXPECT_FALSE(starts_with_tf_record(as_bytes("RIFF....WAVEfmt ")));
}

class ExportTest : public testing::Test {
 protected:
  ExportTest() {
    Run run = ::mote::quiet_run();
    for (const char* name : {"left/ann_nohash_0.wav", "left/bob_nohash_0.wav",
                             "right/ann_nohash_0.wav"}) {
      write_wav(folder.path() / "in" / name,
                mono_audio(100, std::vector<int16_t>(
                                    50, static_cast<int16_t>(++value))));
    }
    import_recordings(folder.path() / "in", store, {}, run);
  }
  using Run = ::mote::Run;

  TemporaryFolder folder;
  Store store{folder.path() / "store"};
  int value = 0;
};

TEST_F(ExportTest, WhatIsExportedImportsAsTheSameSamples) {
  Run run = ::mote::quiet_run();
  const Dataset dataset = open_dataset(store, {}, 0);
  const fs::path out = folder.path() / "out";
  size_t samples = 0;
  for (const ExportedFile& file : export_tfrecords(dataset, store, out, run)) {
    EXPECT_TRUE(fs::exists(file.path));
    samples += file.samples;
  }
  EXPECT_EQ(samples, 3u);
  Store other(folder.path() / "other");
  EXPECT_EQ(import_recordings(out, other, {}, run).added, 3u);
  const Dataset back = open_dataset(other, {}, 0);
  ASSERT_EQ(back.size(), 3u);
  for (const Sample& sample : dataset.samples()) {
    const auto same = std::find_if(
        back.samples().begin(), back.samples().end(), [&](const Sample& found) {
          return found.name.ends_with("#" + sample.name);
        });
    ASSERT_NE(same, back.samples().end()) << sample.name;
    EXPECT_EQ(same->label, sample.label);
    EXPECT_EQ(same->group, sample.group);
    EXPECT_EQ(same->split, sample.split);
    EXPECT_EQ(back.signal(*same).samples, dataset.signal(sample).samples);
  }
  for (const auto& entry : fs::directory_iterator(out)) {
    EXPECT_EQ(entry.path().extension(), ".tfrecord");
  }
}

TEST_F(ExportTest, SaysWhatCannotBeWritten) {
  Run run = ::mote::quiet_run();
  const Dataset dataset = open_dataset(store, {}, 0);
  const auto place_of_failure = [&](const fs::path& out) {
    try {
      export_tfrecords(dataset, store, out, run);
    } catch (const Error& error) {
      return error.where();
    }
    return std::string("none");
  };
  const fs::path file = folder.path() / "file";
  write_atomically(file, "x");
  EXPECT_EQ(place_of_failure(file), file);
  const fs::path out = folder.path() / "out";
  for (const char* side : {"train", "validation", "test"}) {
    fs::create_directories(out / (std::string(side) + ".tfrecord") / "full");
  }
  const fs::path place = place_of_failure(out);
  EXPECT_TRUE(fs::is_directory(place)) << place;
  EXPECT_FALSE(fs::exists(place.string() + ".part"));
}

}  // namespace
}  // namespace mote
