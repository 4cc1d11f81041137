#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "stages/collect/synthesize/similar/phonemes.h"
#include "stages/collect/synthesize/similar/pronounce.h"
#include "stages/collect/synthesize/similar/similar_words.h"
#include "stages/collect/synthesize/similar/word_list.h"

namespace mote {
namespace {

const std::vector<std::string> kSounds = {
    "p", "b", "t",  "d",  "k",  "g", "f",  "v", "θ", "ð", "s",  "z",  "ʃ",
    "ʒ", "h", "m",  "n",  "ŋ",  "l", "ɹ",  "j", "w", "ɾ", "tʃ", "dʒ", "iː",
    "ɪ", "ɛ", "æ",  "ɑː", "ɔː", "ʊ", "uː", "ʌ", "ə", "ɚ", "eɪ", "aɪ", "oʊ",
    "ɐ", "ᵻ", "ɔɪ", "aʊ", "ɜː", "ɔ̃", "!!", "ø", "y", "x", "ç",  "ʁ",  "ʔ"};

double distance(const std::string& a, const std::string& b) {
  return pronunciation_distance(parse_ipa(a), parse_ipa(b));
}

double sound_distance(const std::string& a, const std::string& b) {
  return phoneme_distance(parse_ipa(a).at(0), parse_ipa(b).at(0));
}

TEST(Phonemes, IpaOfEspeakIsTakenApart) {
  EXPECT_EQ(parse_ipa("h_ˈeɪ m_ˈoʊ_t").size(), 5u);
  EXPECT_EQ(parse_ipa("tʃ_ˈɜː_tʃ").size(), 3u);
  EXPECT_EQ(parse_ipa("t_ʃ").size(), 2u) << "of two syllables";
  EXPECT_EQ(parse_ipa("n_ˈeɪ_b_əl").size(), 5u);
  EXPECT_EQ(parse_ipa("(en)_j_ˈɛ_s_(de)"), parse_ipa("jɛs"));
  EXPECT_NE(parse_ipa("ɔ̃"), parse_ipa("ɔ"));
  EXPECT_TRUE(parse_ipa("").empty());
  EXPECT_TRUE(parse_ipa("ˈ_ˌ 5").empty());
}

// Identity, symmetry and the triangle, of single sounds.
TEST(Phonemes, DistanceIsAMetric) {
  for (const std::string& a : kSounds) {
    if (parse_ipa(a).empty()) continue;
    for (const std::string& b : kSounds) {
      if (parse_ipa(b).empty()) continue;
      const double ab = sound_distance(a, b);
      EXPECT_EQ(ab, sound_distance(b, a));
      EXPECT_EQ(ab == 0, a == b) << a << " " << b;
      EXPECT_LE(ab, 1);
      for (const std::string& c : kSounds) {
        if (parse_ipa(c).empty()) continue;
        EXPECT_LE(ab, sound_distance(a, c) + sound_distance(c, b) + 1e-12)
            << a << " " << b << " by " << c;
      }
    }
  }
}

TEST(Phonemes, NearSoundsAreNear) {
  EXPECT_LT(sound_distance("p", "b"), sound_distance("p", "m"));
  EXPECT_LT(sound_distance("f", "θ"), sound_distance("f", "ʃ"));
  EXPECT_LT(sound_distance("m", "n"), sound_distance("m", "k"));
  EXPECT_LT(sound_distance("iː", "ɪ"), sound_distance("iː", "ɑː"));
  EXPECT_LT(sound_distance("oʊ", "ɔː"), sound_distance("oʊ", "aɪ"));
  EXPECT_EQ(sound_distance("t", "ɛ"), 1);
}

TEST(Phonemes, DistanceOfWordsIsAMetric) {
  const std::vector<std::string> words = {
      "l_ɛ_f_t", "l_ɪ_f_t",    "ɹ_aɪ_t", "j_ɛ_s", "n_oʊ", "h_eɪ m_oʊ_t",
      "b_oʊ_t",  "m_ɑː_v_ɪ_n", "",       "t",     "ɑː",   "ɹ_ɪ_m_oʊ_t"};
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      const double ab = distance(a, b);
      EXPECT_EQ(ab, distance(b, a));
      EXPECT_EQ(ab == 0, a == b);
      EXPECT_LE(ab, 1);
      for (const std::string& c : words) {
        EXPECT_LE(ab, distance(a, c) + distance(c, b) + 1e-12);
      }
    }
  }
}

// By hand: one sound replaced costs its distance, one more costs 1.
TEST(Phonemes, DistanceOfWordsIsAsItsFormulaSays) {
  const double d = sound_distance("ɛ", "ɪ");
  EXPECT_DOUBLE_EQ(distance("l_ɛ_f_t", "l_ɪ_f_t"), 2 * d / (8 + d));
  EXPECT_DOUBLE_EQ(distance("l_ɛ_f_t", "l_ɛ_f"), 2.0 / (7 + 1));
  EXPECT_DOUBLE_EQ(distance("", "l_ɛ_f"), 1);
}

TEST(Phonemes, HomophonesAreTheSame) {
  const auto same = [](const std::string& a, const std::string& b) {
    return sound_the_same(parse_ipa(a), parse_ipa(b));
  };
  EXPECT_TRUE(same("m_ɑː_v_ɪ_n", "m_ɑ_v_ə_n"));
  EXPECT_FALSE(same("l_ɛ_f_t", "l_ɪ_f_t"));
  EXPECT_TRUE(heard_within(parse_ipa("l_ɛ_f_t"), parse_ipa("l_ɛ_f_t_i")));
  EXPECT_FALSE(heard_within(parse_ipa("l_ɛ_f_t"), parse_ipa("l_ɛ_f")));
}

TEST(WordList, KeepsWordsOnceAndInOrder) {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "words";
  std::ofstream(file) << "left\r\nAIDS\nleft\nit's\na\ngr\u00fcn\nMartin\n3d\n";
  EXPECT_EQ(read_word_list(file.string(), ""),
            (std::vector<std::string>{"Martin", "gr\u00fcn", "left"}));
  EXPECT_THROW(read_word_list((folder.path() / "none").string(), "x"), Error);
  std::ofstream(file) << "12\n";
  EXPECT_THROW(read_word_list(file.string(), ""), Error);
  EXPECT_EQ(word_list_of("en-gb").package, "wamerican-small");
  EXPECT_EQ(word_list_of("tlh").file, "");
}

class SimilarTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!find_program("espeak-ng")) GTEST_SKIP() << "needs espeak-ng";
    std::ofstream(list())
        << "left\nlift\nloft\nlest\nlet\nlefty\nleaf\nrest\nelephant\nleft\n"
           "moat\nboat\nvote\nnote\nmode\nmeet\nday\nhay\nremote\ngarden\n"
           "Martin\nmarble\ncarving\nmargin\nno\nknow\ngnome\nnow\nwindow\n";
  }
  std::string list() const { return (folder.path() / "words").string(); }

  std::vector<SimilarText> similar(const std::string& word, int count = 8,
                                   std::vector<std::string> others = {}) {
    mote::Run run = quiet_run({}, 2);
    return similar_texts(word, {count, "en", list(), std::move(others)}, run);
  }
  static std::set<std::string> texts(const std::vector<SimilarText>& list) {
    std::set<std::string> all;
    for (const SimilarText& text : list) all.insert(text.text);
    return all;
  }

  TemporaryFolder folder;
};

TEST_F(SimilarTest, NeighboursComeNearestFirst) {
  const auto found = similar("left", 5);
  ASSERT_EQ(found.size(), 5u);
  EXPECT_TRUE(std::is_sorted(
      found.begin(), found.end(),
      [](const auto& a, const auto& b) { return a.distance < b.distance; }));
  const auto names = texts(found);
  EXPECT_TRUE(names.count("lift") && names.count("loft") &&
              names.count("lest") && names.count("let"));
  EXPECT_EQ(names.count("elephant"), 0u);
}

TEST_F(SimilarTest, TheWordItselfIsNeverAmongThem) {
  const auto names = texts(similar("left", 40));
  EXPECT_EQ(names.count("left"), 0u);
  EXPECT_EQ(names.count("lefty"), 0u) << "it has the word within";
  const auto of_no = texts(similar("no", 40));
  EXPECT_EQ(of_no.count("know"), 0u) << "it sounds the same";
  EXPECT_EQ(of_no.count("note") + of_no.count("gnome"), 0u);
  EXPECT_EQ(of_no.count("now"), 1u);
  for (const SimilarText& text : similar("marvin", 40)) {
    EXPECT_GT(text.distance, 0) << text.text;
  }
}

TEST_F(SimilarTest, WhatIsListenedForIsNoNegative) {
  EXPECT_EQ(texts(similar("left", 40)).count("lift"), 1u);
  EXPECT_EQ(texts(similar("left", 40, {"lift"})).count("lift"), 0u);
}

TEST_F(SimilarTest, PhrasesAreTakenApart) {
  const auto found = similar("hey mote", 14);
  const auto names = texts(found);
  EXPECT_TRUE(names.count("hey") && names.count("mote")) << "its parts";
  EXPECT_EQ(names.count("mote hey"), 1u) << "another order";
  EXPECT_TRUE(names.count("hey boat") && names.count("hey vote"));
  EXPECT_TRUE(names.count("day mote"));
  EXPECT_EQ(names.count("hey moat") + names.count("hay mote"), 0u);
}

TEST_F(SimilarTest, TheSameAgain) {
  const auto once = similar("marvin"), again = similar("marvin");
  ASSERT_EQ(once.size(), again.size());
  for (size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].text, again[i].text);
    EXPECT_EQ(once[i].distance, again[i].distance);
  }
}

TEST_F(SimilarTest, WhatTheListSoundsLikeIsKept) {
  mote::Run run = quiet_run(folder.path() / "scratch", 2);
  const auto once = similar_texts("left", {8, "en", list(), {}}, run);
  const fs::path kept = fs::directory_iterator(run.scratch)->path();
  const auto again = similar_texts("left", {8, "en", list(), {}}, run);
  EXPECT_EQ(texts(once), texts(again));
  EXPECT_EQ(once[0].ipa, again[0].ipa);
  EXPECT_EQ(once[0].distance, again[0].distance);
  fs::resize_file(kept, 20);  // not whole, so not used
  EXPECT_EQ(texts(similar_texts("left", {8, "en", list(), {}}, run)),
            texts(once));
}

TEST_F(SimilarTest, SaysWhatIsWrong) {
  EXPECT_THROW(similar("  "), UsageError);
  mote::Run run = quiet_run();
  EXPECT_THROW(similar_texts("left", {5, "en", "/no/such/list", {}}, run),
               Error);
  EXPECT_THROW(similar("\u2026"), Error) << "nothing is heard of it";
}

TEST_F(SimilarTest, EveryTextGetsItsOwnPronunciation) {
  mote::Run run = quiet_run();
  const auto said =
      pronounce({"left", "3.5 [[h]], done. Yes!", "", "right"}, "en-us", run);
  ASSERT_EQ(said.size(), 4u);
  EXPECT_EQ(said[0].ipa, "l\u02c8\u025bft");
  EXPECT_EQ(said[3].text, "right");
  EXPECT_EQ(said[3].phonemes.size(), 3u);
  EXPECT_TRUE(said[2].phonemes.empty());
}

}  // namespace
}  // namespace mote
