#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/dataset/sample_table.h"
#include "stages/collect/collect.h"
#include "stages/collect/synthesize/similar/forbidden.h"
#include "stages/collect/synthesize/similar/pronounce.h"
#include "stages/collect/synthesize/speech/running_speech.h"
#include "stages/collect/synthesize/speech/sentences.h"

namespace mote {
namespace {

TEST(Sentences, AreManyAndEndWell) {
  std::set<std::string> all;
  for (uint64_t i = 0; i < 2000; ++i) {
    const std::string text = made_sentence(i);
    EXPECT_EQ(text, made_sentence(i));
    EXPECT_TRUE(text[0] >= 'A' && text[0] <= 'Z') << text;
    EXPECT_TRUE(text.back() == '.' || text.back() == '?') << text;
    EXPECT_EQ(text.find("  "), std::string::npos) << text;
    EXPECT_EQ(text.find(" a o"), std::string::npos) << text;
    EXPECT_EQ(text.find(" an b"), std::string::npos) << text;
    all.insert(text);
  }
  EXPECT_GE(all.size(), 1990u);
}

TEST(Sentences, TextIsCutWhereSentencesEnd) {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "text";
  std::ofstream(file)
      << "It is 3.5 km.  Is it?\nNo:\nnot yet!\n\nA title\n\n...\n"
      << std::string(150, 'x') << " " << std::string(150, 'y');
  const auto sentences = read_sentences(file.string());
  ASSERT_EQ(sentences.size(), 6u);
  EXPECT_EQ(sentences[0], "It is 3.5 km.");
  EXPECT_EQ(sentences[1], "Is it?");
  EXPECT_EQ(sentences[2], "No: not yet!");
  EXPECT_EQ(sentences[4], std::string(150, 'x'));
  std::ofstream(file) << " ... \n";
  EXPECT_THROW(read_sentences(file.string()), Error);
  EXPECT_THROW(read_sentences((folder.path() / "none").string()), Error);
}

class SpeechTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!find_program("espeak-ng")) GTEST_SKIP() << "needs espeak-ng";
  }
  ImportReport speak(const SpeechOptions& options) {
    mote::Run run = quiet_run({}, 2);
    return synthesize_speech(store, options, run);
  }
  std::vector<Sample> samples() { return SampleTable(store).list(); }

  TemporaryFolder folder;
  Store store{folder.path()};
};

TEST_F(SpeechTest, IsOnTheTestSideAndNoExample) {
  SpeechOptions options;
  options.seconds = 8;
  speak(options);
  speak(options);
  ASSERT_GE(samples().size(), 1u);
  double seconds = 0;
  const Dataset dataset = open_dataset(store, {}, 16000);
  EXPECT_TRUE(dataset.examples().empty());
  EXPECT_TRUE(dataset.background().empty());
  for (const Sample& sample : dataset.samples()) {
    EXPECT_EQ(sample.split, "test");
    EXPECT_GE(sample.ranges.size(), 1u);
    EXPECT_LE(sample.ranges.back().end_s, sample.seconds());
    seconds += sample.seconds();
  }
  EXPECT_GE(seconds, 8);
  EXPECT_LT(seconds, 25);
}

double level_db(const Signal& signal, double start_s, double end_s) {
  const auto& samples = signal.int16_samples();
  double power = 0;
  const auto begin = static_cast<size_t>(start_s * signal.rate_hz);
  const auto end = static_cast<size_t>(end_s * signal.rate_hz);
  for (size_t t = begin; t < end; ++t) {
    power += double{1} * samples[t] * samples[t];
  }
  return 10 * std::log10(power / static_cast<double>(end - begin) + 1e-9);
}

TEST_F(SpeechTest, SentencesAreWhereTheRangesSay) {
  SpeechOptions options;
  options.seconds = 10;
  speak(options);
  const Dataset dataset = open_dataset(store, {}, 16000);
  for (const Sample& sample : dataset.samples()) {
    const Signal signal = dataset.signal(sample);
    for (const TimeRange& range : sample.ranges) {
      EXPECT_GT(level_db(signal, range.start_s, range.end_s),
                level_db(signal, range.start_s - 0.15, range.start_s) + 3)
          << sample.name << " at " << range.start_s;
    }
  }
}

TEST_F(SpeechTest, ExcludedWordsAreNeverHeard) {
  SpeechOptions options;
  options.seconds = 12;
  options.without = {"the farmer", "river"};
  options.text_file = (folder.path() / "text").string();
  std::ofstream(options.text_file)
      << "The farmer sleeps. A cat ran. Rivers are long. Dogs barked.";
  speak(options);
  for (const Sample& sample : samples()) {
    const std::string& text = sample.metadata.at("text");
    EXPECT_EQ(text.find("farmer"), std::string::npos);
    EXPECT_EQ(text.find("Rivers"), std::string::npos);
    EXPECT_NE(text.find("barked"), std::string::npos);
  }
  options.without = {"cat", "farmer", "dog", "river"};
  EXPECT_THROW(speak(options), Error) << "nothing is left to say";
}

TEST_F(SpeechTest, AsBackgroundTrainingVoicesSpeak) {
  SpeechOptions options;
  options.seconds = 4;
  options.background = true;
  speak(options);
  const Dataset dataset = open_dataset(store, {}, 16000);
  EXPECT_EQ(dataset.background().size(), dataset.size());
  for (const Sample& sample : dataset.samples()) {
    EXPECT_EQ(sample.split, "train");
    EXPECT_EQ(split_of_group(sample.group, {}), "train");
  }
}

TEST_F(SpeechTest, SaysWhatIsWrong) {
  SpeechOptions options;
  options.language = "de";
  EXPECT_THROW(speak(options), UsageError);
  options.language = "en";
  options.shares.test_percent = 0;
  EXPECT_THROW(speak(options), Error);
}

}  // namespace
}  // namespace mote
