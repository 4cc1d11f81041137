#include "lib/dataset/dataset.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/splits.h"
#include "lib/signal/decode.h"
#include "lib/store/store.h"

namespace mote {
namespace {

Sample sample(const std::string& label, const std::string& group, int take,
              const std::string& split = "") {
  Sample result;
  result.name = label + "/" + group + "_" + std::to_string(take) + ".wav";
  result.id = sha256(result.name);
  result.label = label;
  result.group = group;
  result.split = split;
  result.source = "recorded";
  result.rate_hz = 16000;
  result.frames = 16000;
  return result;
}

std::vector<Sample> many(int groups) {
  std::vector<Sample> samples;
  for (int g = 0; g < groups; ++g) {
    samples.push_back(sample("left", "voice" + std::to_string(g), 0));
    samples.push_back(sample("right", "voice" + std::to_string(g), 1));
  }
  return samples;
}

Dataset closed(std::vector<Sample> samples) {
  return Dataset(std::move(samples), [](const Sample&) { return Signal{}; });
}

TEST(Dataset, SelectsByLabelAndSide) {
  Sample noise = sample("_background_noise_", "rain", 0, "train");
  const Dataset dataset = closed({sample("left", "a", 0, "train"),
                                  sample("right", "b", 0, "test"), noise});
  EXPECT_EQ(dataset.labels(), (std::vector<std::string>{"left", "right"}));
  EXPECT_EQ(dataset.split("train").size(), 2u);
  EXPECT_EQ(dataset.split("train").examples().size(), 1u);
  EXPECT_EQ(dataset.background().samples().at(0).id, noise.id);
}

TEST(Dataset, SnapshotGivesBackEverySample) {
  Sample odd = sample("l\u00e9ft \"now\"\n", "a\\b", 0, "train");
  odd.rate_hz = 8000.5;
  const Dataset dataset = closed({sample("left", "a", 0, "test"), odd});
  const auto back = parse_snapshot(dataset.snapshot());
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[1].label, odd.label);
  EXPECT_EQ(back[1].group, odd.group);
  EXPECT_EQ(back[1].rate_hz, odd.rate_hz);
  EXPECT_EQ(closed(back).hash(), dataset.hash());
  EXPECT_EQ(sha256(dataset.snapshot()), dataset.hash());
}

TEST(Dataset, EveryFactChangesTheHash) {
  const Sample original = sample("left", "a", 0, "train");
  const std::string hash = closed({original}).hash();
  auto changed = [&](auto change) {
    Sample other = original;
    change(other);
    return closed({other}).hash();
  };
  EXPECT_NE(hash, changed([](Sample& s) { s.id[0] ^= 1; }));
  EXPECT_NE(hash, changed([](Sample& s) { s.label = "right"; }));
  EXPECT_NE(hash, changed([](Sample& s) { s.split = "test"; }));
  EXPECT_NE(hash, changed([](Sample& s) { s.group = "b"; }));
  EXPECT_NE(hash, changed([](Sample& s) { s.rate_hz = 8000; }));
  EXPECT_NE(hash, changed([](Sample& s) { s.frames = 1; }));
}

TEST(Dataset, ASnapshotThatIsNoneIsRefusedWithItsLine) {
  const std::string good = closed({sample("left", "a", 0)}).snapshot();
  for (const char* bad : {"{}\n", "[1,2]\n", "nonsense"}) {
    try {
      parse_snapshot(good + bad);
      FAIL() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), "line 2");
    }
  }
}

TEST(Splits, FollowTheSharesOnAverage) {
  std::map<std::string, int> counts;
  for (int i = 0; i < 10000; ++i) {
    ++counts[split_of_group("speaker" + std::to_string(i), {15, 25})];
  }
  EXPECT_NEAR(counts["validation"], 1500, 150);
  EXPECT_NEAR(counts["test"], 2500, 150);
  EXPECT_NEAR(counts["train"], 6000, 150);
}

TEST(Splits, StayWhenDataIsAddedAndKeepGroupsTogether) {
  auto few = many(20), more = many(300);
  decide_splits(few, {});
  decide_splits(more, {});
  for (size_t i = 0; i < few.size(); ++i)
    EXPECT_EQ(few[i].split, more[i].split);
  std::map<std::string, std::string> side;
  for (const Sample& s : more) {
    EXPECT_EQ(side.emplace(s.group, s.split).first->second, s.split);
  }
}

TEST(Splits, AManifestWinsForItsSampleAndItsGroup) {
  std::vector<Sample> samples = {sample("left", "a", 0),
                                 sample("left", "a", 1, "test"),
                                 sample("left", "b", 0, "validation")};
  decide_splits(samples, {0, 0});
  EXPECT_EQ(samples[0].split, "test");
  EXPECT_EQ(samples[1].split, "test");
  EXPECT_EQ(samples[2].split, "validation");
}

TEST(Splits, BackgroundServesEverySideUnlessAManifestSaysOtherwise) {
  std::vector<Sample> samples = {sample("_background_noise_", "rain", 0),
                                 sample("_background_noise_", "hum", 0, "test"),
                                 sample("left", "a", 0, "train")};
  decide_splits(samples, {});
  const Dataset dataset = closed(samples);
  EXPECT_EQ(dataset.split("train").background().size(), 1u);
  EXPECT_EQ(dataset.split("test").background().size(), 2u);
  EXPECT_EQ(dataset.split("test").examples().size(), 0u);
}

TEST(Splits, AnEmptySideIsAClearMessage) {
  auto samples = many(1);
  decide_splits(samples, {0, 0});
  const Dataset dataset = closed(samples);
  EXPECT_EQ(require_split(dataset, "train").size(), 2u);
  try {
    require_split(dataset, "test");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("'test'"), std::string::npos);
    EXPECT_NE(error.hint().find("three"), std::string::npos);
  }
  const auto problems = split_problems(dataset);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_TRUE(problems[0].fatal);
}

TEST(Splits, WithoutRecordingsThereIsOneProblem) {
  const auto problems = split_problems(closed({}));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].hint.find("mote collect import"), std::string::npos);
}

TEST(Splits, ALabelMissingFromOneSideIsNamed) {
  const auto problems = split_problems(closed(
      {sample("left", "a", 0, "train"), sample("left", "b", 0, "test"),
       sample("left", "c", 0, "validation"), sample("right", "a", 0, "train"),
       sample("right", "c", 0, "validation")}));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].what.find("'right'"), std::string::npos);
  EXPECT_NE(problems[0].what.find("'test'"), std::string::npos);
  EXPECT_FALSE(problems[0].fatal);
}

TEST(Splits, AGroupOnTwoSidesByManifestIsNamed) {
  const auto problems = split_problems(
      closed({sample("left", "a", 0, "train"), sample("left", "a", 1, "test"),
              sample("left", "b", 0, "validation")}));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].what.find("group 'a'"), std::string::npos);
}

class SampleTableTest : public testing::Test {
 protected:
  // A stored recording of constant samples.
  Sample store_clip(double rate_hz, int16_t value) {
    Sample clip = sample("left", "a", value);
    clip.rate_hz = rate_hz;
    clip.frames = static_cast<int64_t>(rate_hz);
    clip.id = store.objects().put(encode_wav(mono_audio(
        rate_hz, std::vector<int16_t>(static_cast<size_t>(rate_hz), value))));
    return clip;
  }

  TemporaryFolder folder;
  Store store{folder.path()};
  SampleTable table{store};
};

TEST_F(SampleTableTest, AddsASampleOnce) {
  const Sample clip = store_clip(16000, 100);
  EXPECT_EQ(table.add(clip), SampleTable::Outcome::kAdded);
  EXPECT_EQ(table.add(clip), SampleTable::Outcome::kDuplicate);
  Sample other = clip;
  other.name = "right/copy.wav";
  EXPECT_EQ(table.add(other), SampleTable::Outcome::kDuplicate);
  other.label = "right";
  EXPECT_EQ(table.add(other), SampleTable::Outcome::kConflict);
  EXPECT_EQ(table.count(), 1u);
  EXPECT_EQ(table.find(clip.id)->name, clip.name);
  EXPECT_FALSE(table.find(sha256("nothing")));
}

TEST_F(SampleTableTest, TakesOverWhatIsKnownLaterOfTheSameFile) {
  Sample clip = store_clip(16000, 100);
  EXPECT_EQ(table.add(clip), SampleTable::Outcome::kAdded);
  clip.label = "right";
  clip.group = "anna";
  clip.split = "test";
  EXPECT_EQ(table.add(clip), SampleTable::Outcome::kUpdated);
  EXPECT_EQ(table.add(clip), SampleTable::Outcome::kDuplicate);
  const Sample known = *table.find(clip.id);
  EXPECT_EQ(known.label, "right");
  EXPECT_EQ(known.group, "anna");
  EXPECT_EQ(known.split, "test");
}

TEST_F(SampleTableTest, OpensSignalsAtTheWantedRate) {
  table.add(store_clip(8000, 1000));
  const Dataset dataset = open_dataset(store, {}, 16000);
  const Sample& clip = dataset.samples().at(0);
  EXPECT_EQ(clip.rate_hz, 16000);
  EXPECT_EQ(clip.frames, 16000);
  const Signal signal = dataset.signal(clip);
  EXPECT_EQ(signal.rate_hz, 16000);
  ASSERT_EQ(signal.frame_count(), 16000u);
  EXPECT_NEAR(signal.int16_samples()[8000], 1000, 2);
  EXPECT_EQ(open_dataset(store, {}, 0).samples().at(0).rate_hz, 8000);
}

TEST_F(SampleTableTest, AMissingOrCorruptObjectIsAClearError) {
  const Sample clip = store_clip(16000, 100);
  table.add(clip);
  const Dataset dataset = open_dataset(store, {}, 16000);
  const fs::path file = store.objects().path_of(clip.id);
  auto bytes = read_bytes(file);
  bytes.back() ^= 1;
  write_atomically(file, bytes);
  try {
    dataset.signal(clip);
    FAIL() << "a corrupt recording was opened";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("corrupt"), std::string::npos);
    EXPECT_NE(error.where().find(clip.name), std::string::npos);
  }
  fs::remove(file);
  EXPECT_THROW(dataset.signal(clip), Error);
}

TEST_F(SampleTableTest, ListsByLabelThenName) {
  for (const char* label : {"right", "left", "down"}) {
    table.add(sample(label, "b", 0));
    table.add(sample(label, "a", 0));
  }
  std::string order;
  for (const Sample& s : table.list()) order += s.label[0] + s.group + " ";
  EXPECT_EQ(order, "da db la lb ra rb ");
}

}  // namespace
}  // namespace mote
