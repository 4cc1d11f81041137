#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stages/collect/report/charts.h"
#include "stages/collect/report/counts.h"
#include "stages/collect/report/recording_map.h"
#include "stages/collect/report/values.h"

namespace mote {
namespace {

Sample sample_of(int i, const std::string& label, const std::string& kind,
                 double rate_hz, int64_t frames) {
  Sample sample;
  sample.id = std::to_string(100000 + i);
  sample.name = label + "/" + std::to_string(i);
  sample.label = label;
  sample.group = "g" + std::to_string(i % 7);
  sample.split = i % 4 == 0 ? "test" : "train";
  sample.source = "recorded";
  sample.rate_hz = rate_hz;
  sample.frames = frames;
  sample.kind = kind;
  return sample;
}

TEST(Distribution, TellsWhatMostValuesAre) {
  std::vector<double> values;
  for (int i = 100; i >= 0; --i) values.push_back(i);
  const Distribution of = distribution_of(values);
  EXPECT_EQ(of.low, 0);
  EXPECT_EQ(of.from, 5);
  EXPECT_EQ(of.median, 50);
  EXPECT_EQ(of.to, 95);
  EXPECT_EQ(of.high, 100);
  EXPECT_DOUBLE_EQ(of.mean, 50);
  EXPECT_NEAR(of.deviation, 29.1548, 1e-4);
  EXPECT_EQ(distribution_of({}).count, 0u);
}

TEST(Histogram, CountsEveryValueOnce) {
  const Histogram of = histogram_of({0, 1, 1.5, 2, 3.9, 4}, 4);
  EXPECT_EQ(of.edges, (std::vector<double>{0, 1, 2, 3, 4}));
  EXPECT_EQ(of.counts, (std::vector<size_t>{1, 2, 1, 2}));
  const Histogram equal = histogram_of({1, 1, 1}, 10);
  EXPECT_EQ(equal.counts, (std::vector<size_t>{0, 0, 3, 0, 0}));
  EXPECT_TRUE(histogram_of({}, 10).counts.empty());
}

TEST(DataCounts, CountByLabelSideAndKind) {
  DataCounter counter;
  for (int i = 0; i < 8; ++i) {
    with_text(sample_of(i, i < 6 ? "left" : "right", "audio", 16000, 16000),
              [&](const SampleText& text) { counter.add(text); });
  }
  Sample out = sample_of(9, "left", "audio", 16000, 16000);
  out.excluded = "noise";
  with_text(out, [&](const SampleText& text) { counter.add(text); });
  const DataCounts counts = counter.counts();
  EXPECT_EQ(counts.all.samples, 8u);
  EXPECT_EQ(counts.all.seconds, 8);
  EXPECT_EQ(counts.excluded.samples, 1u);
  ASSERT_EQ(counts.labels.size(), 2u);
  EXPECT_EQ(counts.labels[0].all.samples, 6u);
  EXPECT_EQ(counts.labels[0].groups, 6u);
  EXPECT_EQ(counts.labels[0].sides.at("test"), 2u);
  EXPECT_EQ(counts.sides.at("train").samples, 6u);
  EXPECT_EQ(counts.rates.at(16000).samples, 8u);
  EXPECT_EQ(counts.groups, 7u);
  EXPECT_EQ(counts.largest[0], (std::pair<std::string, size_t>{"g0", 2}));
}

// A sine of half the full scale: -9 dB RMS, -6 dB peak, and in the band of its
// frequency.
TEST(DataValues, MeasureLevelsAndSpectra) {
  const Dataset dataset(
      {sample_of(0, "tone", "audio", 16000, 16000)}, [](const Sample&) {
        std::vector<int16_t> samples(16000);
        for (size_t i = 0; i < samples.size(); ++i) {
          samples[i] =
              static_cast<int16_t>(16384 * std::sin(2 * std::numbers::pi *
                                                    double(i) * 1000 / 16000));
        }
        return mono_audio(16000, samples);
      });
  mote::Run run = quiet_run();
  const DataValues values = measure_values(dataset, run);
  EXPECT_EQ(values.opened, 1u);
  ASSERT_EQ(values.levels.size(), 1u);
  EXPECT_NEAR(values.levels[0].rms.median, -9.03, 0.01);
  EXPECT_NEAR(values.levels[0].peak.median, -6.02, 0.01);
  ASSERT_EQ(values.spectra.size(), 1u);
  const auto& mean = values.spectra[0].labels[0].mean_db;
  const auto top = std::ranges::max_element(mean) - mean.begin();
  EXPECT_NEAR(values.spectra[0].band_hz * (double(top) + 0.5), 1000, 100);
  // The window's own bin, at the low end of the band, and half the next one.
  EXPECT_NEAR(mean[size_t(top)], -6.02 + 0.97, 0.05);
}

Signal readings(const Sample& sample) {
  Signal signal{100, {{"x", "g"}, {"y", "g"}}, std::vector<float>(), {}};
  auto& values = std::get<std::vector<float>>(signal.samples);
  const int seed = std::stoi(sample.id);
  for (int t = 0; t < 50; ++t) {
    const float wave = std::sin(
        float(t * (sample.label == "slow" ? 1 : 9)) / 10 + float(seed));
    values.push_back(wave + 0.001F * float(seed % 13));
    values.push_back(sample.label == "slow" ? 1 : -1);
  }
  return signal;
}

Dataset motions(int count) {
  std::vector<Sample> samples;
  for (int i = 0; i < count; ++i) {
    samples.push_back(
        sample_of(i, i % 2 == 0 ? "slow" : "fast", "series", 100, 50));
  }
  return Dataset(samples, readings);
}

TEST(DataValues, MeasureAxesOfEachLabel) {
  mote::Run run = quiet_run({}, 2);
  const DataValues values = measure_values(motions(10), run);
  ASSERT_EQ(values.axes.size(), 4u);
  EXPECT_EQ(values.axes[0].axis, "x");
  EXPECT_EQ(values.axes[0].label, "fast");
  EXPECT_EQ(values.axes[3].label, "slow");
  EXPECT_EQ(values.axes[3].mean, 1);
  EXPECT_EQ(values.axes[3].deviation, 0);
  EXPECT_EQ(values.spectra[0].of, "x, y (g)");
  EXPECT_EQ(axis_charts(values).size(), 2u);
  EXPECT_EQ(axis_charts(values)[1].rows[1].name, "slow");
}

TEST(DataValues, ArePartOfMany) {
  const Dataset all = motions(100);
  const Dataset part = part_of(all, 10);
  EXPECT_EQ(part.size(), 10u);
  EXPECT_EQ(part.labels(), all.labels());
  EXPECT_EQ(part.samples(), part_of(all, 10).samples());
  EXPECT_EQ(part_of(all, 100).size(), 100u);
}

Evidence evidence_of(const Dataset& dataset) {
  static const DataRequirements kAny;
  Evidence evidence{dataset, kAny, {}};
  for (const Sample& sample : dataset.samples()) {
    evidence.measurements.push_back(measure(dataset.signal(sample), sample));
  }
  return evidence;
}

TEST(RecordingMap, PutsLikeNearLike) {
  const Dataset dataset = motions(60);
  const auto maps = map_recordings(evidence_of(dataset), quiet_run());
  ASSERT_EQ(maps.size(), 1u);
  ASSERT_EQ(maps[0].points.size(), 60u);
  double means[2] = {0, 0}, firsts[2] = {0, 0};
  for (size_t i = 0; i < 60; ++i) {
    means[i % 2] += maps[0].points[i].x / 30;
    firsts[i % 2] += maps[0].points[i].first / 30;
  }
  for (size_t i = 0; i < 60; ++i) {
    EXPECT_LT(std::abs(maps[0].points[i].first - firsts[i % 2]),
              std::abs(maps[0].points[i].first - firsts[1 - i % 2]));
  }
  EXPECT_GT(maps[0].shares[0], 0.3);
  EXPECT_GT(maps[0].neighbours_kept, 0.3);
}

TEST(RecordingMap, NeedsThreeAndFiniteFeatures) {
  EXPECT_TRUE(map_recordings(evidence_of(motions(2)), quiet_run()).empty());
  Dataset dataset = motions(12);
  Evidence evidence = evidence_of(dataset);
  evidence.measurements[5].features[0] = INFINITY;
  const auto maps = map_recordings(evidence, quiet_run());
  ASSERT_EQ(maps.size(), 1u);
  EXPECT_EQ(maps[0].points.size(), 11u);
  for (const MappedRecording& one : maps[0].points) {
    EXPECT_TRUE(std::isfinite(one.x) && std::isfinite(one.first));
  }
}

TEST(Categories, SumUpWhatIsTooMuch) {
  std::vector<Sample> samples;
  RecordingMap map;
  for (int i = 0; i < 200; ++i) {
    samples.push_back(
        sample_of(i, "word" + std::to_string(i % 60), "audio", 16000, 16000));
    samples.back().group = std::to_string(i / 2);
    map.points.push_back({size_t(i)});
  }
  const Dataset dataset(samples, nullptr);
  const auto labels = categories_of(map, dataset, ColourBy::kLabel);
  EXPECT_EQ(labels.names.size(), kMostCategories);
  EXPECT_EQ(labels.names.back(), "13 others");
  for (const size_t of : labels.of) EXPECT_LT(of, kMostCategories);
  EXPECT_EQ(categories_of(map, dataset, ColourBy::kGroup).names.size(), 12u);
  EXPECT_EQ(categories_of(map, dataset, ColourBy::kSide).names,
            (std::vector<std::string>{"test", "train"}));
}

}  // namespace
}  // namespace mote
