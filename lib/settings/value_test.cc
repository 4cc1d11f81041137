#include "lib/settings/value.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/settings/units.h"

namespace mote {
namespace {

using Kind = SettingValue::Kind;

TEST(ParseToml, KeepsOrderAndPlaces) {
  const SettingValue root =
      parse_toml("z = 1\na = \"x\"\n[train]\nepochs = 30\n", "p.toml");
  ASSERT_EQ(root.table.size(), 3u);
  EXPECT_EQ(root.table[0].first, "z");
  EXPECT_EQ(root.table[1].first, "a");
  EXPECT_EQ(root.at("train").at("epochs").integer, 30);
  EXPECT_EQ(root.at("train").at("epochs").where, "p.toml:4:10");
  EXPECT_EQ(root.at("nothing").at("here").kind, Kind::kAbsent);
}

TEST(ParseToml, BadTextNamesLineAndColumn) {
  try {
    parse_toml("a = 1\nb = = 2\n", "p.toml");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where().substr(0, 9), "p.toml:2:");
  }
}

TEST(Override, ReadsTomlOrBareText) {
  SettingValue root = parse_toml("[train]\nepochs = 30\n", "p.toml");
  apply_override(root, "train.epochs=50");
  apply_override(root, "design.model=tc");
  apply_override(root, "preprocess.hop=20 ms");
  apply_override(root, "a.b.c=[1, 2]");
  EXPECT_EQ(root.at("train").at("epochs").integer, 50);
  EXPECT_EQ(root.at("train").at("epochs").where, "--set train.epochs");
  EXPECT_EQ(root.at("design").at("model").text, "tc");
  EXPECT_EQ(root.at("preprocess").at("hop").text, "20 ms");
  EXPECT_EQ(root.at("a").at("b").at("c").list.size(), 2u);
}

TEST(Override, CannotSmuggleASecondKey) {
  SettingValue root;
  apply_override(root, "name=1\nother=2");
  EXPECT_EQ(root.at("name").kind, Kind::kText);
  EXPECT_EQ(root.table.size(), 1u);
}

TEST(Override, RefusesWhatIsNoAssignment) {
  SettingValue root;
  EXPECT_THROW(apply_override(root, "train.epochs"), UsageError);
  EXPECT_THROW(apply_override(root, "=3"), UsageError);
  EXPECT_THROW(apply_override(root, "train..epochs=3"), UsageError);
}

TEST(Units, ConvertWithinAFamilyOnly) {
  EXPECT_EQ(convert_unit(30, "ms", "ms"), 30);
  EXPECT_EQ(convert_unit(0.5, "s", "ms"), 500);
  EXPECT_EQ(convert_unit(16, "kHz", "Hz"), 16000);
  EXPECT_EQ(convert_unit(3, "KB", "bytes"), 3072);
  EXPECT_FALSE(convert_unit(3, "KB", "ms"));
}

TEST(Units, QuantitiesHaveNumberAndUnit) {
  EXPECT_EQ(parse_quantity(" 30 ms ")->unit, "ms");
  EXPECT_EQ(parse_quantity("-2.5e1dB")->value, -25);
  EXPECT_FALSE(parse_quantity("ms 30"));
}

}  // namespace
}  // namespace mote
