#include "lib/dataset/split_unit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/dataset/windows.h"

namespace mote {
namespace {

Sample sample_of(const std::string& name, const std::string& label,
                 const std::string& group, const std::string& side = "") {
  Sample sample;
  sample.id = sample.name = name;
  sample.label = label;
  sample.group = group;
  sample.split = side;
  sample.kind = "series";
  return sample;
}

std::map<std::string, int> sides(const std::vector<Sample>& samples) {
  std::map<std::string, int> counts;
  for (const Sample& sample : samples) ++counts[sample.split];
  return counts;
}

TEST(SplitBy, TimeTestsOnTheEndOfEachLabel) {
  std::vector<Sample> samples;
  for (int i = 0; i < 40; ++i) {
    samples.push_back(sample_of("robot.csv#" + std::to_string(i),
                                i % 2 ? "left" : "right", "robot"));
  }
  const auto split =
      split_by("time", Dataset(samples, nullptr), {10, 20}, {}).samples();
  EXPECT_EQ(sides(split), (std::map<std::string, int>{
                              {"train", 28}, {"validation", 4}, {"test", 8}}));
  for (const Sample& sample : split) {
    const int part = std::stoi(sample.name.substr(10));
    EXPECT_EQ(sample.split == "test", part >= 32) << sample.name;
  }
}

TEST(SplitBy, TimeLeavesOutWindowsThatReachOverABorder) {
  Sample sample = sample_of("walk.csv", "walking", "anna");
  sample.rate_hz = 10;
  sample.frames = 1000;
  const Dataset windows = cut_windows(Dataset({sample}, nullptr), 2, 1);
  const auto split = split_by("time", windows, {20, 20}, {}).samples();
  std::map<std::string, std::pair<double, double>> spans;
  for (const Sample& window : split) {
    const auto [found, added] = spans.try_emplace(window.split, 1e9, -1e9);
    found->second.first =
        std::min(found->second.first, window.fixes.back().first);
    found->second.second =
        std::max(found->second.second, window.fixes.back().second);
  }
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_LE(spans["train"].second, spans["validation"].first);
  EXPECT_LE(spans["validation"].second, spans["test"].first);
}

TEST(SplitBy, SamplesAreSetApartWhoeverMadeThem) {
  std::vector<Sample> samples;
  for (int i = 0; i < 300; ++i) {
    samples.push_back(
        sample_of("wave" + std::to_string(i), "wave", "anna", "train"));
  }
  const auto counts = sides(
      split_by("sample", Dataset(samples, nullptr), {10, 20}, {}).samples());
  EXPECT_NEAR(counts.at("test"), 60, 25);
  EXPECT_NEAR(counts.at("validation"), 30, 20);
}

TEST(SplitBy, ValidationIsTakenFromAManifestsTraining) {
  std::vector<Sample> samples;
  std::unordered_set<std::string> given;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "picture" + std::to_string(i);
    samples.push_back(sample_of(name, "cat", name, i < 200 ? "train" : "test"));
    given.insert(name);
  }
  const Dataset dataset(samples, nullptr);
  const auto counts =
      sides(split_by("group", dataset, {10, 10}, given).samples());
  EXPECT_EQ(counts.at("test"), 100);
  EXPECT_NEAR(counts.at("validation"), 20, 14);
  EXPECT_EQ(split_by("group", dataset, {10, 10}, {}).samples(), samples);
}

}  // namespace
}  // namespace mote
