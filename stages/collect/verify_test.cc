#include "stages/collect/verify.h"

#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "stages/collect/collect.h"
#include "stages/collect/waveform.h"

namespace mote {
namespace {

class VerifyTest : public testing::Test {
 protected:
  // A stored recording, its side given so that no side is empty.
  Sample add(const std::string& label, const std::string& group,
             const std::string& side, double rate_hz = 16000) {
    std::vector<int16_t> samples(static_cast<size_t>(rate_hz / 100));
    const std::string name = label + "/" + group + ".wav";
    for (size_t i = 0; i < samples.size(); ++i) {
      samples[i] = static_cast<int16_t>(mix64(hash64(name), i));
    }
    Sample sample;
    sample.name = name;
    sample.label = label;
    sample.group = group;
    sample.split = side;
    sample.source = "recorded";
    sample.rate_hz = rate_hz;
    sample.frames = static_cast<int64_t>(samples.size());
    sample.id = store.objects().put(encode_wav(mono_audio(rate_hz, samples)));
    SampleTable(store).add(sample);
    return sample;
  }
  void add_on_every_side(const std::string& label) {
    add(label, label + "1", "train");
    add(label, label + "2", "validation");
    add(label, label + "3", "test");
  }
  std::vector<Finding> findings(const DataRequirements& requirements = {}) {
    mote::Run run = quiet_run({}, 2);
    return verify(store, collect(store, {}, 0), requirements, run);
  }

  TemporaryFolder folder;
  Store store{folder.path()};
};

TEST_F(VerifyTest, GoodDataHasNoFindings) {
  add_on_every_side("left");
  add_on_every_side("dog");
  EXPECT_TRUE(findings({{"silence", "unknown", "left"}, 16000, 3, 3}).empty());
}

TEST_F(VerifyTest, NamesACorruptAndAMissingRecording) {
  add_on_every_side("left");
  const Sample bad = add("left", "bad", "train");
  const Sample gone = add("left", "gone", "train");
  auto bytes = read_bytes(store.objects().path_of(bad.id));
  bytes[60] ^= 4;
  write_atomically(store.objects().path_of(bad.id), bytes);
  fs::remove(store.objects().path_of(gone.id));
  const auto found = findings();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, "corrupt");
  EXPECT_EQ(found[0].samples, std::vector<std::string>{bad.name});
  EXPECT_NE(found[0].what.find(bad.id), std::string::npos);
  EXPECT_EQ(found[0].command,
            "mote collect exclude 'id=" + bad.id + "' --why 'corrupt'");
  EXPECT_NE(found[0].hint.find("mote collect import"), std::string::npos);
  EXPECT_EQ(found[1].kind, "missing");
  EXPECT_EQ(found[1].samples, std::vector<std::string>{gone.name});
}

TEST_F(VerifyTest, CountsSamplesAndGroupsOfEachLabel) {
  add_on_every_side("left");
  add_on_every_side("dog");
  const auto found = findings({{"unknown", "left", "it's on"}, 0, 4, 4});
  std::string kinds;
  for (const Finding& finding : found) {
    kinds += finding.kind + " " + finding.what + "\n";
  }
  EXPECT_NE(kinds.find("few_samples label 'it's on' has 0"), std::string::npos);
  EXPECT_NE(kinds.find("few_samples label 'left' has 3"), std::string::npos);
  EXPECT_NE(kinds.find("few_groups label 'unknown' has 3"), std::string::npos);
}

TEST_F(VerifyTest, CommandsQuoteLabelsForAShell) {
  add_on_every_side("left");
  const auto found = findings({{"left", "it's on"}, 0, 1, 1});
  ASSERT_FALSE(found.empty());
  EXPECT_NE(found[0].command.find("'it'\\''s on'"), std::string::npos);
}

TEST_F(VerifyTest, RecordingsOfALowerRateAreNamed) {
  add_on_every_side("left");
  add("left", "telephone", "train", 8000);
  const auto found = findings({{"left"}, 16000, 0, 0});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, "low_rate");
  EXPECT_EQ(found[0].samples, std::vector<std::string>{"left/telephone.wav"});
}

TEST_F(VerifyTest, AnEmptySideIsFound) {
  add("left", "a", "train");
  add("left", "b", "train");
  const auto found = findings();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, "empty_side");
}

TEST(Waveform, EnvelopeKeepsTheExtremes) {
  std::vector<int16_t> samples(1000);
  samples[123] = -32768;
  samples[124] = 32767;
  const auto extents = envelope(samples, 10);
  EXPECT_EQ(extents[1].low, -32768);
  EXPECT_EQ(extents[1].high, 32767);
  EXPECT_EQ(extents[2].high, 0);
  EXPECT_EQ(envelope({5}, 10).size(), 10u);
  EXPECT_EQ(envelope({5}, 10)[9].low, 5);
}

TEST(Waveform, IsAPicture) {
  const auto png =
      draw_waveform(mono_audio(16000, std::vector<int16_t>(100)), "silence");
  ASSERT_GT(png.size(), 100u);
  EXPECT_EQ(png[1], 'P');
}

}  // namespace
}  // namespace mote
