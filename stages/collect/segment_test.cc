#include "stages/collect/segment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"

namespace mote {
namespace {

constexpr double kRate_hz = 8000;

// Quiet noise of so many seconds with tones from 1.0 to 1.4 and 3.0 to 3.6 s.
Signal two_tones(double seconds) {
  std::vector<int16_t> samples(static_cast<size_t>(seconds * kRate_hz));
  for (size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / kRate_hz;
    const bool loud = (t >= 1.0 && t < 1.4) || (t >= 3.0 && t < 3.6);
    const double noise = static_cast<double>(mix64(1, i) % 41) - 20 + 300;
    const double tone = loud ? 5000 * std::sin(2 * M_PI * 440 * t) : 0;
    samples[i] = static_cast<int16_t>(noise + tone);
  }
  return mono_audio(kRate_hz, samples);
}

TEST(Segment, FindsWhereSomethingHappens) {
  const auto ranges = active_ranges(two_tones(5), {});
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_NEAR(ranges[0].start_s, 0.9, 0.03);
  EXPECT_NEAR(ranges[0].end_s, 1.5, 0.03);
  EXPECT_NEAR(ranges[1].start_s, 2.9, 0.03);
  EXPECT_NEAR(ranges[1].end_s, 3.7, 0.03);
}

TEST(Segment, JoinsAcrossPausesAndLeavesClicksOut) {
  SegmentOptions options;
  options.gap_s = 2;
  EXPECT_EQ(active_ranges(two_tones(5), options).size(), 1u);
  options.gap_s = 0.3;
  options.min_s = 0.5;
  EXPECT_EQ(active_ranges(two_tones(5), options).size(), 1u);
}

TEST(Segment, NothingHappensInEvenNoiseSilenceOrNothing) {
  Signal noise = two_tones(0.9);
  EXPECT_TRUE(active_ranges(noise, {}).empty());
  noise.samples = std::vector<int16_t>(1000, 7);
  EXPECT_TRUE(active_ranges(noise, {}).empty());
  noise.samples = std::vector<int16_t>();
  EXPECT_TRUE(active_ranges(noise, {}).empty());
}

TEST(Segment, HearsEveryAxisAndPassesOverMissingReadings) {
  std::vector<float> values;
  for (int t = 0; t < 500; ++t) {
    const bool moves = t >= 200 && t < 300;
    values.push_back(9.81F + 0.01F * static_cast<float>(t % 2));
    values.push_back(
        t == 50 ? NAN : (moves ? 3.0F : 0.01F) * static_cast<float>(t % 3 - 1));
  }
  const Signal signal{100, {{"z", "m/s2"}, {"x", "m/s2"}}, values};
  const auto ranges = active_ranges(signal, {});
  ASSERT_EQ(ranges.size(), 1u);
  EXPECT_NEAR(ranges[0].start_s, 1.9, 0.05);
  EXPECT_NEAR(ranges[0].end_s, 3.1, 0.05);
}

class SegmentedStore : public testing::Test {
 protected:
  SegmentedStore() {
    Sample sample;
    sample.id = store.objects().put(encode_wav(two_tones(5)));
    sample.name = "night.wav";
    sample.label = "night";
    sample.group = "anna";
    sample.source = "recorded";
    sample.split = "train";
    sample.rate_hz = kRate_hz;
    sample.frames = static_cast<int64_t>(5 * kRate_hz);
    SampleTable(store).add(sample);
  }
  SegmentReport segment(const SegmentOptions& options) {
    mote::Run run = quiet_run({}, 2);
    return segment_recordings(store, Query(), {}, options, {}, run);
  }

  TemporaryFolder folder;
  Store store{folder.path()};
};

TEST_F(SegmentedStore, RangesAreMarkedOnce) {
  SegmentOptions options;
  options.label = "cough";
  EXPECT_EQ(segment(options).parts, 2);
  EXPECT_EQ(segment(options).parts, 0);
  const Sample marked = SampleTable(store).list()[0];
  ASSERT_EQ(marked.ranges.size(), 2u);
  EXPECT_EQ(marked.ranges[0].label, "cough");
  ChangeLog(store).undo();
  EXPECT_TRUE(SampleTable(store).list()[0].ranges.empty());
}

TEST_F(SegmentedStore, SamplesAreCutOnceAndKnowWhereTheyCameFrom) {
  SegmentOptions options;
  options.as_samples = true;
  options.label = "cough";
  EXPECT_EQ(segment(options).parts, 2);
  const auto samples = SampleTable(store).list();
  ASSERT_EQ(samples.size(), 3u);
  const Sample& first = samples[0];
  EXPECT_EQ(first.label, "cough");
  EXPECT_EQ(first.group, "anna");
  EXPECT_EQ(first.split, "train");
  EXPECT_EQ(first.metadata.at("cut_from"), samples[2].id);
  EXPECT_EQ(first.name.rfind("night.wav#0.9", 0), 0u) << first.name;
  const Dataset dataset = open_dataset(store, {}, 0);
  EXPECT_EQ(
      static_cast<int64_t>(dataset.signal(dataset.samples()[0]).frame_count()),
      first.frames);
  EXPECT_NEAR(first.seconds(), 0.6, 0.05);
}

}  // namespace
}  // namespace mote
