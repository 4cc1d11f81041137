#include "lib/settings/settings.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

struct Smoothing {
  int windows = 3;

  static const FieldList& fields() {
    static const FieldList list = FieldsOf<Smoothing>().integer(
        "windows", &Smoothing::windows, "scores averaged", {1, 50});
    return list;
  }
};

struct Kitchen {
  bool lights = false;
  int epochs = 40;
  double hop_ms = 20;
  int ram_bytes = 1024;
  std::string name = "stove";
  std::string model = "tinyconv";
  std::vector<std::string> words = {"yes"};
  Interval snr_db = {5, 20};
  std::vector<std::pair<std::string, std::string>> targets;
  Smoothing smoothing;

  static const FieldList& fields() {
    static const FieldList list =
        FieldsOf<Kitchen>()
            .flag("lights", &Kitchen::lights, "on or off")
            .integer("epochs", &Kitchen::epochs, "passes", {1, 1000})
            .number("hop", &Kitchen::hop_ms, "between rows", {1, 60000}, "ms")
            .integer("ram", &Kitchen::ram_bytes, "memory", {0}, "bytes")
            .text("name", &Kitchen::name, "what it is called")
            .choice("model", &Kitchen::model, {"tinyconv", "ds-cnn", "tc"},
                    "the network")
            .texts("words", &Kitchen::words, "keywords")
            .interval("snr", &Kitchen::snr_db, "noise", {-20, 60}, "dB")
            .text_table("targets", &Kitchen::targets, "metrics to reach")
            .section("smoothing", &Kitchen::smoothing, "over time");
    return list;
  }
};

Kitchen read(std::string_view toml) {
  return read_settings<Kitchen>(parse_toml(toml, "mote.toml"));
}

Error error_of(std::string_view toml) {
  try {
    read(toml);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error for " << toml;
  return Error("");
}

TEST(Settings, ReadsEveryKindAndKeepsDefaults) {
  const Kitchen kitchen = read(R"(
lights = true
hop = "0.5 s"
ram = "32 KB"
model = "tc"
words = ["left", "right"]
snr = "3..35 dB"
[targets]
recall = ">= 0.9"
[smoothing]
windows = 5
)");
  EXPECT_TRUE(kitchen.lights);
  EXPECT_EQ(kitchen.epochs, 40);
  EXPECT_EQ(kitchen.hop_ms, 500);
  EXPECT_EQ(kitchen.ram_bytes, 32768);
  EXPECT_EQ(kitchen.model, "tc");
  EXPECT_EQ(kitchen.words, (std::vector<std::string>{"left", "right"}));
  EXPECT_EQ(kitchen.snr_db, (Interval{3, 35}));
  ASSERT_EQ(kitchen.targets.size(), 1u);
  EXPECT_EQ(kitchen.targets[0].second, ">= 0.9");
  EXPECT_EQ(kitchen.smoothing.windows, 5);
}

TEST(Settings, UnknownKeyNamesPlaceAndNearestKey) {
  const Error error = error_of("lights = true\nepoch = 3\n");
  EXPECT_EQ(error.what_happened(), "unknown key 'epoch'");
  EXPECT_EQ(error.where(), "mote.toml:2:1");
  EXPECT_EQ(error.hint(), "Did you mean 'epochs'?");
  const Error nested = error_of("[smoothing]\nwindow = 3\n");
  EXPECT_EQ(nested.where(), "mote.toml:2:1");
  EXPECT_EQ(nested.hint(), "Did you mean 'windows'?");
}

TEST(Settings, BadValuesNamePlaceAndWhatIsAllowed) {
  const Error range = error_of("epochs = 0");
  EXPECT_EQ(range.what_happened(), "'epochs': 0 is out of range");
  EXPECT_EQ(range.where(), "mote.toml:1:10");
  EXPECT_EQ(range.hint(), "It may be from 1 to 1000.");
  EXPECT_EQ(error_of("hop = \"3 kg\"").hint(),
            "Units that fit here: us, ms, s, min, h.");
  EXPECT_EQ(error_of("epochs = 1.5").what_happened(),
            "'epochs': expected a whole number, found the number 1.5");
  EXPECT_EQ(error_of("model = \"tinycnov\"").hint(),
            "Did you mean 'tinyconv'?");
  EXPECT_NE(error_of("hop = true").what_happened().find("found true"),
            std::string::npos);
  EXPECT_NE(error_of("name = 3").what_happened().find("expected text"),
            std::string::npos);
  EXPECT_NE(error_of("snr = \"20..5 dB\"").what_happened().find("empty"),
            std::string::npos);
  EXPECT_NE(error_of("hop = nan").what_happened().find("number"),
            std::string::npos);
  EXPECT_NE(error_of("smoothing = 3").what_happened().find("table"),
            std::string::npos);
}

TEST(Settings, CanonicalTextForgetsHowItWasWritten) {
  EXPECT_EQ(canonical_json(read("hop = \"30 ms\"\nepochs = 3")),
            canonical_json(read("epochs = 3\nhop = 30.0 # thirty")));
  EXPECT_NE(canonical_json(read("epochs = 3")),
            canonical_json(read("epochs = 4")));
  EXPECT_NE(canonical_json(Kitchen{}).find("\"hop\":20,"), std::string::npos);
}

TEST(Settings, CanonicalTextReadsBack) {
  const Kitchen kitchen = read(
      "snr = \"3.5..35 dB\"\nwords = [\"a b\", \"é\"]\n"
      "targets = { accuracy = \">= 0.9\" }\nsmoothing = { windows = 9 }");
  const std::string text = canonical_json(kitchen);
  EXPECT_EQ(canonical_json(settings_from_json<Kitchen>(text)), text);
  EXPECT_THROW(settings_from_json<Kitchen>("{"), Error);
}

TEST(Settings, AListOfTablesIsReadInTurn) {
  const Kitchen kitchen =
      read("smoothing = [{ windows = 4 }, { windows = 7 }]");
  EXPECT_EQ(kitchen.smoothing.windows, 7);
}

TEST(Settings, DescribesItselfAsATable) {
  const Kitchen defaults;
  const std::string text = describe_settings(Kitchen::fields(), &defaults);
  EXPECT_NE(text.find("| `smoothing.windows` | whole number | `3` | 1..50 |"),
            std::string::npos);
}

TEST(Settings, HelpHasALineAField) {
  const Kitchen defaults;
  const std::string help =
      settings_help(Kitchen::fields(), &defaults, "kitchen.");
  EXPECT_NE(help.find("kitchen.hop = 20 ms"), std::string::npos);
  EXPECT_NE(help.find("kitchen.smoothing.windows = 3"), std::string::npos);
  EXPECT_NE(help.find("(tinyconv, ds-cnn, tc)"), std::string::npos);
}

TEST(Nearest, FindsTyposAndIgnoresStrangers) {
  EXPECT_EQ(nearest("epcohs", {"epochs", "batch"}), "epochs");
  EXPECT_EQ(nearest("colour", {"epochs", "batch"}), "");
  EXPECT_EQ(nearest("x", {"y"}), "");
}

}  // namespace
}  // namespace mote
