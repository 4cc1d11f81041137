#include "stages/collect/synthesize/synthesize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/splits.h"
#include "stages/collect/collect.h"
#include "stages/collect/synthesize/noise.h"
#include "stages/collect/synthesize/place_in_clip.h"
#include "stages/collect/synthesize/synthesizers.h"

namespace mote {
namespace {

double power(const Signal& signal) {
  double sum = 0;
  for (int16_t value : signal.int16_samples()) sum += double{1} * value * value;
  return sum / static_cast<double>(signal.frame_count());
}

// First frame and end of what is at least half as loud as the loudest.
std::pair<size_t, size_t> loud_part(const Signal& signal) {
  const auto& samples = signal.int16_samples();
  auto louder = [](int16_t a, int16_t b) { return std::abs(a) < std::abs(b); };
  const int peak =
      std::abs(*std::max_element(samples.begin(), samples.end(), louder));
  auto loud = [&](int16_t value) { return 2 * std::abs(value) >= peak; };
  const auto first = std::find_if(samples.begin(), samples.end(), loud);
  const auto last = std::find_if(samples.rbegin(), samples.rend(), loud);
  return {static_cast<size_t>(first - samples.begin()),
          static_cast<size_t>(samples.rend() - last)};
}

TEST(Voices, TakesDifferAndRepeat) {
  std::set<std::string> groups, voices;
  for (int take = 0; take < 120; ++take) {
    const Speaking speaking = speaking_of_take("yes", take, "en");
    const Speaking again = speaking_of_take("yes", take, "en");
    EXPECT_EQ(speaking.voice, again.voice);
    EXPECT_EQ(speaking.speed, again.speed);
    EXPECT_GE(speaking.speed, 0.75);
    EXPECT_LT(speaking.speed, 1.3);
    groups.insert(speaking.group);
    voices.insert(speaking.voice + std::to_string(speaking.seed));
  }
  EXPECT_GE(groups.size(), 60u);
  EXPECT_EQ(voices.size(), 120u);
  EXPECT_EQ(groups.count("flite-kal16"), 0u) << "kal is one speaker";
}

// The words of the template, as often as the embedded default says them.
TEST(Voices, EverySideHearsEveryWord) {
  for (const char* word : {"yes", "no", "left", "right", "on", "off"}) {
    std::map<std::string, int> sides;
    for (int take = 0; take < SynthesizeOptions().clips_per_word; ++take) {
      ++sides[split_of_group(speaking_of_take(word, take, "en").group, {})];
    }
    EXPECT_GE(sides["validation"], 6) << word;
    EXPECT_GE(sides["test"], 6) << word;
    EXPECT_GE(sides["train"], 80) << word;
  }
}

TEST(Voices, FliteIsNotAskedForWhatItCannotSay) {
  for (int take = 0; take < 60; ++take) {
    EXPECT_EQ(speaking_of_take("gr\u00fcn", take, "en").synthesizer, "espeak");
    EXPECT_EQ(speaking_of_take("gruen", take, "de").synthesizer, "espeak");
  }
  EXPECT_EQ(speaking_of_take("gruen", 1, "de").voice.substr(0, 3), "de+");
}

TEST(PlaceInClip, PutsTheHeardPartInTheMiddleOfASecond) {
  std::vector<int16_t> samples(12000);
  for (size_t t = 8000; t < 11200; ++t) samples[t] = t % 2 == 0 ? 9000 : -9000;
  const Signal speech = mono_audio(16000, samples);
  EXPECT_EQ(heard_part(speech), (std::pair<size_t, size_t>{8000, 11200}));
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Signal clip = place_in_clip(speech, seed);
    ASSERT_EQ(clip.frame_count(), kClipFrames);
    const auto [start, end] = loud_part(clip);
    EXPECT_NEAR(static_cast<double>(start + end) / 2, 8000, 1601);
    EXPECT_EQ(end - start, 3200u);
  }
}

TEST(PlaceInClip, LongSpeechIsKeptWhole) {
  const Signal speech = mono_audio(8000, std::vector<int16_t>(12000, 5000));
  EXPECT_EQ(place_in_clip(speech, 1).frame_count(), 24000u);
}

TEST(PlaceInClip, SilenceHasNoHeardPart) {
  const auto [start, end] =
      heard_part(mono_audio(16000, std::vector<int16_t>(1600)));
  EXPECT_EQ(start, end);
}

TEST(Noise, EveryKindIsHeardAndWanders) {
  for (const std::string& kind : noise_kinds()) {
    const Signal noise = make_noise(kind);
    EXPECT_EQ(noise.seconds(), 30) << kind;
    const double db = 10 * std::log10(power(noise)) - 20 * std::log10(32768);
    EXPECT_GT(db, -50) << kind;
    EXPECT_LT(db, -20) << kind;
  }
  EXPECT_THROW(make_noise("violet"), Error);
}

// The difference of neighbours weighs a spectrum towards its top: the darker
// the noise, the smaller the difference against its power.
TEST(Noise, ColoursAreInTheirOrder) {
  auto brightness = [](const std::string& kind) {
    const auto samples = make_noise(kind).int16_samples();
    double sum = 0, differences = 0;
    for (size_t t = 1; t < samples.size(); ++t) {
      const double step = double{1} * samples[t] - samples[t - 1];
      differences += step * step;
      sum += double{1} * samples[t] * samples[t];
    }
    return differences / sum;
  };
  EXPECT_NEAR(brightness("white"), 2, 0.1);
  EXPECT_LT(brightness("pink"), 0.5 * brightness("white"));
  EXPECT_LT(brightness("brown"), 0.2 * brightness("pink"));
}

class SynthesizeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!find_program("espeak-ng")) GTEST_SKIP() << "needs espeak-ng";
  }
  ImportReport synthesize(const std::vector<std::string>& words,
                          const SynthesizeOptions& options) {
    mote::Run run = quiet_run({}, 2);
    return synthesize_words(words, store, options, run);
  }

  TemporaryFolder folder;
  Store store{folder.path()};
};

TEST_F(SynthesizeTest, MakesClipsOfAWordInManyVoices) {
  EXPECT_EQ(synthesize({"yes"}, {24, "", "en"}).added, 24u);
  const Dataset dataset = collect(store, {}, 16000);
  std::set<std::string> groups;
  for (const Sample& sample : dataset.samples()) {
    EXPECT_EQ(sample.label, "yes");
    EXPECT_EQ(sample.source, "synthetic");
    EXPECT_EQ(sample.frames, 16000);
    groups.insert(sample.group);
    const Signal clip = dataset.signal(sample);
    const auto [start, end] = heard_part(clip);
    EXPECT_GT(end - start, 1600u) << sample.name;
    EXPECT_GT(power(clip), 100) << sample.name;
  }
  EXPECT_GE(groups.size(), 20u);
  EXPECT_TRUE(groups.count("flite-slt") + groups.count("flite-rms") > 0);
}

TEST_F(SynthesizeTest, AgainAddsNothingAndMoreAddsTheRest) {
  synthesize({"no"}, {6, "", "en"});
  const std::string hash = collect(store, {}, 0).hash();
  EXPECT_EQ(synthesize({"no"}, {6, "", "en"}).duplicates, 6u);
  EXPECT_EQ(collect(store, {}, 0).hash(), hash);
  const ImportReport more = synthesize({"no"}, {8, "", "en"});
  EXPECT_EQ(more.added, 2u);
  EXPECT_EQ(more.duplicates, 6u);
}

TEST_F(SynthesizeTest, TheSameWordsGiveTheSameBytesElsewhere) {
  synthesize({"left"}, {7, "", "en"});
  TemporaryFolder elsewhere;
  Store other(elsewhere.path());
  mote::Run run = quiet_run({}, 1);
  synthesize_words({"left"}, other, {7, "", "en"}, run);
  EXPECT_EQ(collect(store, {}, 0).hash(), collect(other, {}, 0).hash());
}

TEST_F(SynthesizeTest, AnyTextIsSpokenAndNoneIsRun) {
  const std::string trap = "$(touch " + (folder.path() / "trap").string() +
                           "); `id` | 'quoted \"text\"";
  EXPECT_EQ(synthesize({"turn it on", "it's", "\"hi\"", "gr\u00fcn",
                        "\u4f60\u597d", "-v", trap},
                       {3, "", "en"})
                .added,
            21u);
  EXPECT_FALSE(fs::exists(folder.path() / "trap"));
  EXPECT_EQ(collect(store, {}, 0).labels().size(), 7u);
}

TEST_F(SynthesizeTest, WordsMayShareALabel) {
  synthesize({"lamp on", "light on"}, {3, "on", "en"});
  EXPECT_EQ(collect(store, {}, 0).labels(), std::vector<std::string>{"on"});
  EXPECT_EQ(collect(store, {}, 0).size(), 6u);
}

TEST_F(SynthesizeTest, RefusesWhatCannotBeSpoken) {
  EXPECT_THROW(synthesize({"  "}, {3, "", "en"}), UsageError);
  EXPECT_THROW(synthesize({"hello"}, {3, "", "no-such-language"}), Error);
}

TEST_F(SynthesizeTest, RepairsACorruptClip) {
  synthesize({"stop"}, {4, "", "en"});
  const Sample clip = collect(store, {}, 0).samples().front();
  fs::resize_file(store.objects().path_of(clip.id), 4000);
  EXPECT_NE(Store(folder.path()).objects().check(clip.id),
            ObjectStore::State::kIntact);
  Store fresh(folder.path());
  mote::Run run = quiet_run();
  synthesize_words({"stop"}, fresh, {4, "", "en"}, run);
  EXPECT_EQ(fresh.objects().check(clip.id), ObjectStore::State::kIntact);
}

TEST_F(SynthesizeTest, NoiseIsBackground) {
  mote::Run run = quiet_run({}, 2);
  EXPECT_EQ(synthesize_noise(store, run).added, noise_kinds().size() + 1);
  const Dataset dataset = open_dataset(store, {}, 16000);
  EXPECT_TRUE(dataset.examples().empty());
  for (const Sample& sample : dataset.samples()) {
    EXPECT_EQ(sample.seconds(), 30) << sample.name;
    EXPECT_EQ(sample.source, "synthetic");
  }
  EXPECT_EQ(synthesize_noise(store, run).added, 0u);
}

}  // namespace
}  // namespace mote
