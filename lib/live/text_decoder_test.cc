#include "lib/live/text_decoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

#include "lib/base/error.h"
#include "lib/base/text.h"
#include "lib/live/text_line.h"

namespace mote {
namespace {

// What a decoder makes of a text that arrives in pieces of so many bytes.
std::vector<float> decoded(Decoder& decoder, std::string_view text,
                           size_t piece = 7) {
  std::vector<float> values;
  for (size_t at = 0; at < text.size(); at += piece) {
    const auto bytes = as_bytes(text.substr(at, piece));
    const Readings readings = decoder.decode(
        {static_cast<int64_t>(at), {bytes.begin(), bytes.end()}});
    const auto& list = std::get<std::vector<float>>(readings.values);
    values.insert(values.end(), list.begin(), list.end());
  }
  return values;
}

TEST(TextLine, TakesCommasTabsSemicolonsAndSpaces) {
  for (const char* text : {"1.5,-2,3e2", "1.5\t-2\t3e2", "1.5;-2;3e2",
                           "1.5 -2   3e2", "1,5;-2;3e2", " 1.5, -2 ,+3e2, "}) {
    const TextLine line = parse_text_line(text);
    EXPECT_EQ(line.kind, TextLine::Kind::kReadings) << text;
    EXPECT_EQ(line.values, (std::vector<float>{1.5f, -2, 300})) << text;
  }
}

TEST(TextLine, MissingValuesAreNotNumbers) {
  const TextLine line = parse_text_line("1,,nan,inf,1e300");
  ASSERT_EQ(line.values.size(), 5u);
  EXPECT_EQ(line.values[0], 1);
  for (size_t i = 1; i < 5; ++i) EXPECT_TRUE(std::isnan(line.values[i])) << i;
}

TEST(TextLine, TellsHeadersAndNoiseFromReadings) {
  using Kind = TextLine::Kind;
  EXPECT_EQ(parse_text_line("").kind, Kind::kEmpty);
  EXPECT_EQ(parse_text_line("accX,accY").kind, Kind::kNames);
  EXPECT_EQ(parse_text_line("1.2,acc").kind, Kind::kBroken);
  EXPECT_EQ(parse_text_line("1.2.3,4").kind, Kind::kBroken);
  EXPECT_EQ(parse_text_line("1,\x01,2").kind, Kind::kBroken);
  EXPECT_EQ(parse_text_line("\xff\xfe").kind, Kind::kBroken);
  EXPECT_EQ(parse_text_line(",,").kind, Kind::kBroken);
}

TEST(TextLine, TakesNamesWithEachValue) {
  const TextLine line = parse_text_line("temp:21.5\thum:40");
  EXPECT_EQ(line.kind, TextLine::Kind::kReadings);
  EXPECT_EQ(line.values, (std::vector<float>{21.5f, 40}));
  EXPECT_EQ(line.names, (std::vector<std::string>{"temp", "hum"}));
}

TEST(TextDecoder, GivesTheSameReadingsInPiecesOfAnySize) {
  const std::string text =
      "2,3\r\n1,2,3\r\n4,5,6\r\n\r\n7,8,9\r\n10,11,12\r\n13,14";
  for (size_t piece = 1; piece < text.size(); ++piece) {
    const auto decoder = make_text_decoder({});
    EXPECT_EQ(decoded(*decoder, text, piece),
              (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    ASSERT_NE(decoder->format(), nullptr);
    EXPECT_EQ(decoder->format()->axes,
              (std::vector<Axis>{{"x", ""}, {"y", ""}, {"z", ""}}));
    EXPECT_EQ(decoder->faults().broken, 0);
  }
}

TEST(TextDecoder, TakesNamesAndUnitsFromAHeader) {
  const auto decoder = make_text_decoder({});
  EXPECT_EQ(decoder->format(), nullptr);
  const std::string header = "accX [mg]\ttemp_degC\n";
  decoded(*decoder, "boot ok\n" + header + "0\t0\n1\t2\n1\t2\n1\t2\n");
  ASSERT_NE(decoder->format(), nullptr);
  EXPECT_EQ(decoder->format()->axes,
            (std::vector<Axis>{{"accX", "mg"}, {"temp", "deg C"}}));
  EXPECT_EQ(decoder->faults().broken, 1);
  EXPECT_EQ(decoder->faults().example, "boot ok");
  decoded(*decoder, header + "oops\n");  // it began anew
  EXPECT_EQ(decoder->faults().broken, 2);
}

TEST(TextDecoder, DeclaredAxesWin) {
  LiveFormat declared;
  declared.axes = {{"a", "g"}, {"b", "g"}};
  declared.rate_hz = 50;
  const auto decoder = make_text_decoder(declared);
  decoded(*decoder, "x,y\n0,0\n1,2\n1,2\n1,2\n");
  ASSERT_NE(decoder->format(), nullptr);
  EXPECT_EQ(decoder->format()->axes, declared.axes);
  EXPECT_EQ(decoder->format()->rate_hz, 50);
  const auto other = make_text_decoder(declared);
  EXPECT_THROW(decoded(*other, "0\n1\n2\n3\n"), Error);
}

TEST(TextDecoder, CountsBrokenLinesAndGoesOn) {
  const auto decoder = make_text_decoder({});
  const std::string text = "0,0\n1,1\n2,2\n3,3\nE: i2c \x01\n4,\n5,5,5\n6,6\n" +
                           std::string(20000, '7') + "\n8,8\n";
  EXPECT_EQ(decoded(*decoder, text),
            (std::vector<float>{1, 1, 2, 2, 3, 3, 6, 6, 8, 8}));
  EXPECT_EQ(decoder->faults().broken, 4);
  EXPECT_EQ(decoder->faults().example, "E: i2c ?");
}

TEST(TextDecoder, AnotherNumberOfValuesForGoodIsAnError) {
  const auto decoder = make_text_decoder({});
  std::string text = "0,0\n1,1\n2,2\n3,3\n";
  decoded(*decoder, text);
  for (int i = 0; i < 19; ++i) decoded(*decoder, "1,2,3\n");
  EXPECT_EQ(decoder->faults().broken, 19);
  EXPECT_THROW(decoded(*decoder, "1,2,3\n"), Error);
}

}  // namespace
}  // namespace mote
