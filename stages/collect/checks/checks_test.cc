// Plants every fault in real or made recordings and demands that it is found,
// and nothing where none was planted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "lib/base/hash.h"
#include "lib/signal/decode.h"
#include "lib/signal/resample.h"
#include "stages/collect/checks/mislabels.h"
#include "stages/collect/checks/test_recordings.h"
#include "test/shared_data.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

// `most` clips of Speech Commands, label by label; all of them: 0.
std::vector<Recording> real_clips(size_t most) {
  std::vector<fs::path> files;
  const auto root = test::shared_path("datasets/speech_commands");
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto folder = entry.path().parent_path().filename();
    if (entry.path().extension() == ".wav" && folder != kBackgroundLabel) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  const size_t step = most == 0 ? 1 : files.size() / most;
  std::vector<Recording> clips;
  for (size_t i = 0; i < files.size(); i += step) {
    const auto name = fs::relative(files[i], root).string();
    clips.push_back(recording(name, "audio", read_audio(files[i])));
    const std::string file = files[i].filename().string();
    clips.back().sample.group = file.substr(0, file.find("_nohash_"));
  }
  return clips;
}

using Plant = void (*)(std::vector<int16_t>&);

int16_t cut_off(double value) {
  return static_cast<int16_t>(std::clamp(value, -32768.0, 32767.0));
}

void clip(std::vector<int16_t>& samples) {
  int peak = 1;
  for (int value : samples) peak = std::max(peak, std::abs(value));
  for (int16_t& value : samples) value = cut_off(value * 131072.0 / peak);
}

void silence(std::vector<int16_t>& samples) {
  for (int16_t& value : samples) value = static_cast<int16_t>(value % 8);
}

void shift(std::vector<int16_t>& samples) {
  for (int16_t& value : samples) value = cut_off(value + 6000.0);
}

// 20 ms of zeros where it is loudest.
void drop_out(std::vector<int16_t>& samples) {
  const auto loudest =
      std::max_element(samples.begin() + 1000, samples.end() - 1000);
  std::fill_n(loudest - 160, 320, int16_t{0});
}

void halve_rate(std::vector<int16_t>& samples) {
  const Signal low = resample(mono_audio(16000, samples), 8000);
  samples = resample(low, 16000).int16_samples();
}

struct Planted {
  const char* kind;
  Plant plant;
  double least_recall;
  double most_alarms;  // share of the clips left as they were
};

class PlantedInClips : public testing::TestWithParam<Planted> {};

// Every fourth clip gets the fault.
TEST_P(PlantedInClips, IsFound) {
  MOTE_REQUIRE_SHARED();
  const Planted& planted = GetParam();
  auto clips = real_clips(200);
  std::set<std::string> faulty;
  for (size_t i = 0; i < clips.size(); i += 4) {
    planted.plant(std::get<std::vector<int16_t>>(clips[i].signal.samples));
    faulty.insert(clips[i].sample.name);
  }
  double right = 0, wrong = 0;
  for (const auto& name : Collected(clips).found(planted.kind)) {
    ++(faulty.contains(name) ? right : wrong);
  }
  const auto plants = static_cast<double>(faulty.size());
  const double recall = right / plants;
  const double alarms = wrong / (static_cast<double>(clips.size()) - plants);
  RecordProperty("recall", std::to_string(recall));
  RecordProperty("alarms", std::to_string(alarms));
  EXPECT_GE(recall, planted.least_recall);
  EXPECT_LE(alarms, planted.most_alarms);
}

INSTANTIATE_TEST_SUITE_P(
    Checks, PlantedInClips,
    testing::Values(Planted{"clipping", clip, 0.9, 0.02},
                    Planted{"silence", silence, 1, 0},
                    Planted{"dc_offset", shift, 0.9, 0.02},
                    Planted{"dropout", drop_out, 0.9, 0.02},
                    Planted{"upsampled", halve_rate, 0.9, 0.03}),
    [](const auto& instance) { return std::string(instance.param.kind); });

// Readings of an accelerometer that is moved: gravity and noise.
Recording readings(const std::string& name, double gravity,
                   const std::string& unit) {
  Signal signal{100, {{"x", unit}, {"y", unit}, {"z", unit}}, {}, {}};
  std::vector<float> values;
  for (uint64_t i = 0; i < 600; ++i) {
    const double noise =
        static_cast<double>(mix64(hash64(name), i) % 1000) / 5000 - 0.1;
    values.push_back(
        static_cast<float>(gravity * ((i % 3 == 2 ? 1 : 0) + noise)));
  }
  signal.samples = values;
  return recording(name, "series", signal);
}

std::vector<float>& values_of(Recording& one) {
  return std::get<std::vector<float>>(one.signal.samples);
}

// Louder or softer, up to 0.1 s later, with noise 20 dB below.
Signal changed(const Signal& signal, uint64_t seed) {
  const auto& from = signal.int16_samples();
  double power = 1;
  for (double value : from) power += value * value;
  const double level = std::sqrt(power / static_cast<double>(from.size()));
  const double gain = 0.3 + static_cast<double>(mix64(seed, 0) % 60) / 100;
  const size_t late = mix64(seed, 1) % 1600;
  std::vector<int16_t> to(from.size());
  for (size_t i = 0; i < to.size(); ++i) {
    const double noise =
        static_cast<double>(mix64(seed, i + 2) % 2001) / 1000 - 1;
    const double value = i < late ? 0 : from[i - late];
    to[i] = cut_off(gain * (value + noise * level * 0.17));
  }
  return mono_audio(signal.rate_hz, to);
}

TEST(NearDuplicates, AreFoundLouderLaterAndNoisier) {
  MOTE_REQUIRE_SHARED();
  auto clips = real_clips(300);
  const size_t originals = clips.size();
  std::set<std::string> planted;
  for (size_t i = 0; i < originals; i += 10) {
    Recording again = clips[i];
    again.sample.id = again.sample.name = "zz_" + std::to_string(i);
    again.signal = changed(clips[i].signal, i);
    const bool leak = i % 20 == 0;
    clips[i].sample.split = leak ? "test" : "train";
    again.sample.split = "train";
    planted.insert((leak ? "leak " : "near_duplicate ") + again.sample.name +
                   " of " + clips[i].sample.name);
    clips.push_back(again);
  }
  double right = 0, wrong = 0;
  for (const auto& name : Collected(clips).found("near_duplicate")) {
    ++(planted.contains(name) ? right : wrong);
  }
  const double recall = right / static_cast<double>(planted.size());
  RecordProperty("recall", std::to_string(recall));
  RecordProperty("alarms", std::to_string(wrong));
  EXPECT_GE(recall, 0.9);
  // Two clips of one speaker are found in each other, and so is a plant.
  EXPECT_LE(wrong, 2);
}

TEST(NearDuplicates, AreFoundAmongReadings) {
  std::vector<Recording> all;
  for (char name = 'a'; name < 'k'; ++name) {
    all.push_back(readings(std::string(1, name), 1, "g"));
  }
  Recording again = all[4];
  again.sample.id = again.sample.name = "z";
  for (float& value : values_of(again)) value = value * 1.05F + 0.01F;
  all.push_back(again);
  EXPECT_EQ(Collected(all).found("near_duplicate"),
            std::set<std::string>{"near_duplicate z of e"});
}

TEST(Outliers, ARecordingUnlikeAllOthersIsNamed) {
  std::vector<Recording> all;
  for (int i = 0; i < 40; ++i) {
    all.push_back(readings("r" + std::to_string(i), 1, "g"));
  }
  EXPECT_EQ(Collected(all).found("outlier"), std::set<std::string>());
  for (float& value : values_of(all[9])) value = 40 * value * value;
  EXPECT_EQ(Collected(all).found("outlier"), std::set<std::string>{"r9"});
}

TEST(Mislabels, FourInFiveAreAmongTheFirstTenth) {
  MOTE_REQUIRE_SHARED();
  auto clips = real_clips(0);
  std::vector<std::string> labels;
  for (const Recording& one : clips) {
    if (std::ranges::find(labels, one.sample.label) == labels.end()) {
      labels.push_back(one.sample.label);
    }
  }
  std::set<size_t> planted;
  for (size_t i = 7; i < clips.size(); i += 20) {  // 5 %
    const std::string label = labels[mix64(5, i) % labels.size()];
    if (label == clips[i].sample.label) continue;
    clips[i].sample.label = label;
    planted.insert(i);
  }
  const Collected collected(clips);
  const Evidence evidence{collected.dataset, collected.wanted,
                          collected.measurements};
  const auto listed = suspicions(evidence, quiet_run({}, 2));
  ASSERT_EQ(listed.size(), clips.size());
  size_t found = 0;
  for (size_t i = 0; i < listed.size() / 10; ++i) {
    found += planted.count(listed[i].sample);
  }
  const double recall =
      static_cast<double>(found) / static_cast<double>(planted.size());
  RecordProperty("recall", std::to_string(recall));
  EXPECT_GE(recall, 0.8);
}

TEST(Readings, GravityTellsTheUnit) {
  const Collected collected({readings("a", 1, "g"), readings("b", 9.81, "g"),
                             readings("c", 9.81, "m/s2"),
                             readings("d", 1000, "mg"),
                             readings("e", 1, "m/s2")});
  EXPECT_EQ(collected.found("wrong_unit"), (std::set<std::string>{"b", "e"}));
}

TEST(Readings, MissingValuesDeadAxesAndDropoutsAreNamed) {
  std::vector<Recording> all;
  for (const char* name : {"good", "nan", "axis", "lost"}) {
    all.push_back(readings(name, 1, "g"));
  }
  values_of(all[1])[30] = NAN;
  for (size_t i = 1; i < 600; i += 3) values_of(all[2])[i] = 0.5F;
  for (size_t t = 101; t < 120; ++t) {
    std::copy_n(&values_of(all[3])[300], 3, &values_of(all[3])[t * 3]);
  }
  const Collected collected(all);
  EXPECT_EQ(collected.found("missing_values"), std::set<std::string>{"nan"});
  EXPECT_EQ(collected.found("dead_axis"), std::set<std::string>{"axis"});
  EXPECT_EQ(collected.found("dropout"), std::set<std::string>{"lost"});
}

TEST(Readings, DeadPixelsAreNamed) {
  std::vector<Recording> all;
  for (const std::string& name : std::vector<std::string>{"good", "bad"}) {
    std::vector<float> values;
    for (uint64_t i = 0; i < 20 * 64; ++i) {
      const bool dead = name == "bad" && i % 64 == 17;
      values.push_back(dead ? 0.0F
                            : static_cast<float>(mix64(hash64(name), i) % 100));
    }
    all.push_back(recording(name, "series",
                            {10, {{"temperature", "deg C"}}, values, {8, 8}}));
  }
  EXPECT_EQ(Collected(all).found("dead_pixels"), std::set<std::string>{"bad"});
}

TEST(Readings, ShortAndTwiceStoredRecordingsAreNamed) {
  std::vector<Recording> all;
  for (char name = 'a'; name < 'p'; ++name) {
    all.push_back(readings(std::string(1, name), 1, "g"));
  }
  values_of(all[3]).resize(300);
  all[3].sample.frames = 100;
  all[5].signal = all[4].signal;
  const Collected collected(all);
  EXPECT_EQ(collected.found("short"), std::set<std::string>{"d"});
  EXPECT_EQ(collected.found("duplicate"), std::set<std::string>{"f"});
}

}  // namespace
}  // namespace mote
