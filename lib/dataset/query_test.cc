#include "lib/dataset/query.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/pattern.h"
#include "lib/dataset/labelling.h"
#include "lib/dataset/sample_table.h"

namespace mote {
namespace {

Sample sample_named(const std::string& name, const std::string& label) {
  Sample sample;
  sample.id = sha256(name);
  sample.name = name;
  sample.label = label;
  sample.group = name.substr(0, 1);
  sample.source = "recorded";
  sample.rate_hz = 16000;
  sample.frames = 16000;
  return sample;
}

class QueryTest : public testing::Test {
 protected:
  void add(const Sample& sample) { table.add(sample); }
  std::string names(const std::string& query) {
    std::string found;
    table.each(Query::parse(query), [&](const SampleText& sample) {
      found += (found.empty() ? "" : " ") + std::string(sample.name);
    });
    EXPECT_EQ(
        table.count(Query::parse(query)),
        static_cast<size_t>(
            found.empty() ? 0
                          : 1 + std::count(found.begin(), found.end(), ' ')));
    return found;
  }

  TemporaryFolder folder;
  Store store{folder.path()};
  SampleTable table{store};
};

TEST_F(QueryTest, EveryFieldCanBeAskedFor) {
  table.describe({"kitchen", "CC0-1.0", "us"});
  Sample full = sample_named("a1", "left");
  full.origin = "kitchen";
  full.metadata = {{"device", "nano"}, {"distance", "2.5"}, {"odd", "\"\\"}};
  full.ranges = {{0, 0.5, "cough"}};
  full.boxes = {{"cat", 1, 2, 3, 4}, {"cat", 1, 2, 3, 4}};
  full.fixes = {Fix::parse("remove_dc")};
  full.excluded = "noise: a door";
  full.split = "test";
  full.axes = 3;
  full.frames = 8000;
  full.kind = "series";
  add(full);
  add(sample_named("b1", "right"));
  for (const char* query : {"label=left",
                            "group=a",
                            "name=a1",
                            "split=test",
                            "source!=synthetic "
                            "and kind=series",
                            "origin=kitchen",
                            "licence=CC0-1.0",
                            "excluded=yes",
                            "excluded~door",
                            "not excluded=no",
                            "rate=16000 and "
                            "duration<=0.5",
                            "frames<16000",
                            "axes>2",
                            "ranges>0",
                            "boxes=2",
                            "fixes>=1",
                            "meta.device=nano",
                            "meta.distance<10",
                            "meta.distance>2.25",
                            "meta.odd='\"\\\\'"}) {
    EXPECT_EQ(names(query), "a1") << query;
    EXPECT_EQ(names("not (" + std::string(query) + ")"), "b1") << query;
  }
  EXPECT_EQ(names(""), "a1 b1");
  EXPECT_EQ(names("id~^" + full.id.substr(0, 8)), "a1");
}

TEST_F(QueryTest, AGroupsSideIsThatOfItsManifest) {
  Sample given = sample_named("a1", "x");
  given.split = "validation";
  add(given);
  add(sample_named("a2", "x"));
  add(sample_named("a3", std::string(kBackgroundLabel)));
  EXPECT_EQ(names("split=validation"), "a1 a2");
  EXPECT_EQ(names("split=''"), "a3");
}

TEST_F(QueryTest, TextsInQuotesMayHoldAnything) {
  for (const char* label :
       {"a b", "it's", "say \"hi\"", "back\\slash", "(x)", "and", "a=b",
        "caf\u00e9", "'; DROP TABLE sample"}) {
    add(sample_named(std::string("n-") + label, label));
    EXPECT_EQ(table.count(query_of_label(label)), 1u) << label;
  }
  EXPECT_EQ(names("label=it's"), "n-it's") << "no quote at its start";
}

TEST(Query, ErrorsSayWhere) {
  const auto column = [](const std::string& text) {
    try {
      Query::parse(text);
    } catch (const UsageError& error) {
      return std::stoi(error.where().substr(7));
    }
    return 0;
  };
  EXPECT_EQ(column("label=left and"), 15);
  EXPECT_EQ(column("label left"), 7);
  EXPECT_EQ(column("lable=left"), 1);
  EXPECT_EQ(column("label="), 7);
  EXPECT_EQ(column("(label=left"), 12);
  EXPECT_EQ(column("label=left)"), 11);
  EXPECT_EQ(column("label=left right=x"), 12);
  EXPECT_EQ(column("label='left"), 7);
  EXPECT_EQ(column("duration<short"), 10);
  EXPECT_EQ(column("duration~1"), 9);
  EXPECT_EQ(column("group~'(a'"), 7);
  EXPECT_EQ(column("label ! left"), 7);
  EXPECT_EQ(column("meta.=3"), 1);
  EXPECT_EQ(column("label=(x)"), 7);
  EXPECT_GT(column(std::string(100, '(') + "label=x"), 40);
  std::string many = "axes=1";
  for (int i = 0; i < 200; ++i) many += " or axes=1";
  EXPECT_GT(column(many), 1000);
}

TEST(Pattern, IsBounded) {
  EXPECT_TRUE(Pattern("^(ab){3}c$").found_in("abababc"));
  EXPECT_FALSE(Pattern("^b").found_in("ab"));
  EXPECT_THROW(Pattern("((a{200}){200}){200}"), Error);
  EXPECT_THROW(Pattern(std::string(501, 'a')), Error);
  EXPECT_THROW(Pattern("[a"), Error);
  EXPECT_THROW(Pattern("(a)\\1"), Error);
  EXPECT_THROW(Pattern("\\d+"), Error);
  EXPECT_TRUE(Pattern("a\\.b").found_in("a.b"));
}

TEST(Pattern, GivesWhatItsParenthesesHold) {
  EXPECT_EQ(Pattern("([a-z]+)_[0-9]+").first_in("x/left_12"), "left");
  EXPECT_EQ(Pattern("[0-9]+").first_in("left_12"), "12");
  EXPECT_EQ(Pattern("(a)|b").first_in("b"), "");
  EXPECT_FALSE(Pattern("c").first_in("ab"));
  // Of these, backtracking would try 2^4000 ways.
  EXPECT_FALSE(Pattern("^(a+)+$").first_in(std::string(4000, 'a') + "b"));
  EXPECT_FALSE(Pattern("^(a|aa)+$").first_in(std::string(4000, 'a') + "b"));
}

// A query in two forms: as text, and as a function of a sample.
struct Asked {
  std::string text;
  std::function<bool(const Sample&)> holds;
};

class RandomQueries {
 public:
  explicit RandomQueries(unsigned seed) : random_(seed) {}

  Asked any(int depth) {
    const int choice = depth == 0 ? 0 : pick(4);
    if (choice == 0) return pick(2) == 0 ? about_text() : about_number();
    const Asked a = any(depth - 1), b = any(depth - 1);
    if (choice == 1) {
      return {"not (" + a.text + ")",
              [a](const Sample& s) { return !a.holds(s); }};
    }
    if (choice == 2) {
      return {"(" + a.text + spaces() + "and (" + b.text + "))",
              [a, b](const Sample& s) { return a.holds(s) && b.holds(s); }};
    }
    return {"(" + a.text + spaces() + "or " + b.text + ")",
            [a, b](const Sample& s) { return a.holds(s) || b.holds(s); }};
  }

  int pick(int count) {
    return static_cast<int>(random_() % static_cast<unsigned>(count));
  }

 private:
  std::string spaces() {
    return std::string(1 + static_cast<size_t>(pick(3)), ' ');
  }

  Asked about_text() {
    const bool is_label = pick(2) == 0;
    const auto of = [is_label](const Sample& s) {
      return is_label                ? s.label
             : s.metadata.count("k") ? s.metadata.at("k")
                                     : "";
    };
    const std::string value(1 + static_cast<size_t>(pick(2)),
                            static_cast<char>('a' + pick(4)));
    const char* const signs[] = {"=", "!=", "<", ">=", "~", "!~"};
    const std::string sign = signs[pick(6)];
    const std::string text = std::string(is_label ? "label" : "meta.k") +
                             (pick(2) == 0 ? " " : "") + sign +
                             (pick(2) == 0 ? value : query_quoted(value));
    return {text, [=](const Sample& s) {
              const std::string has = of(s);
              const bool found = has.find(value) != std::string::npos;
              if (sign == "=") return has == value;
              if (sign == "!=") return has != value;
              if (sign == "<") return has < value;
              if (sign == ">=") return has >= value;
              return (sign == "~") == found;
            }};
  }

  Asked about_number() {
    const double value = pick(8) / 4.0;
    const char* const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    const std::string sign = signs[pick(6)];
    return {fmt::format("duration{}{}", sign, value), [=](const Sample& s) {
              const double has = s.seconds();
              if (sign == "=") return has == value;
              if (sign == "!=") return has != value;
              if (sign == "<") return has < value;
              if (sign == "<=") return has <= value;
              if (sign == ">") return has > value;
              return has >= value;
            }};
  }

  std::mt19937 random_;
};

TEST_F(QueryTest, RandomQueriesChooseWhatTheyMean) {
  RandomQueries queries(5);
  std::vector<Sample> samples;
  for (int i = 0; i < 60; ++i) {
    Sample sample = sample_named(fmt::format("{:02}", i), "");
    sample.label = std::string(1 + static_cast<size_t>(queries.pick(2)),
                               static_cast<char>('a' + queries.pick(4)));
    sample.frames = 4000 * queries.pick(8);
    if (queries.pick(2) == 0) {
      sample.metadata["k"] =
          std::string(1, static_cast<char>('a' + queries.pick(4)));
    }
    add(sample);
    samples.push_back(sample);
  }
  int chosen = 0;
  for (int i = 0; i < 400; ++i) {
    const Asked asked = queries.any(3);
    size_t expected = 0;
    for (const Sample& sample : samples) expected += asked.holds(sample);
    ASSERT_EQ(table.count(Query::parse(asked.text)), expected) << asked.text;
    chosen += expected > 0 && expected < samples.size();
  }
  EXPECT_GT(chosen, 100) << "most queries should tell samples apart";
}

}  // namespace
}  // namespace mote
