#include "lib/live/message_decoder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "device/stream/encoder.h"
#include "lib/base/error.h"
#include "lib/live/json_message.h"

namespace mote {
namespace {

Chunk message(std::string_view text) { return {7, {text.begin(), text.end()}}; }

std::vector<float> decode(Decoder& decoder, std::string_view text) {
  return std::get<std::vector<float>>(decoder.decode(message(text)).values);
}

using Floats = std::vector<float>;
using Axes = std::vector<Axis>;

TEST(JsonMessage, UnderstandsWhatDevicesPublish) {
  const struct {
    const char* text;
    Axes axes;
    Floats values;
    double rate_hz;
  } kCases[] = {
      {"21.5", {{"", ""}}, {21.5f}, 0},
      {"[1, 2.5, -3e2]", {{"", ""}, {"", ""}, {"", ""}}, {1, 2.5f, -300}, 0},
      {"[[1, 2], [3, 4]]", {{"", ""}, {"", ""}}, {1, 2, 3, 4}, 0},
      {R"({"temp_degC": 21.5, "ok": true, "imu": {"x": 1, "z": 2}, "ts": 99})",
       {{"temp", "deg C"}, {"imu.x", ""}, {"imu.z", ""}},
       {21.5f, 1, 2},
       0},
      {R"({"x": [1, 2], "y": [3, 4], "name": "n"})",
       {{"x", ""}, {"y", ""}},
       {1, 3, 2, 4},
       0},
      {R"([{"y": 1, "x": 2}, {"y": 3, "x": 4}])",
       {{"y", ""}, {"x", ""}},
       {1, 2, 3, 4},
       0},
      {R"({"protected": {"ver": "v1"}, "payload": {"interval_ms": 8,
           "sensors": [{"name": "ax", "units": "m/s2"},
                       {"name": "ay", "units": "dps"}],
           "values": [[1, 2], [3, 4], [5, 6]]}})",
       {{"ax", "m/s2"}, {"ay", "deg/s"}},
       {1, 2, 3, 4, 5, 6},
       125},
      {R"({"values": [1, 2, 3], "sensors": [{"name": "audio", "units": "wav"}]})",
       {{"audio", "wav"}},
       {1, 2, 3},
       0},
  };
  for (const auto& each : kCases) {
    const auto readings = read_json_message(each.text);
    ASSERT_TRUE(readings) << each.text;
    EXPECT_EQ(readings->axes, each.axes) << each.text;
    EXPECT_EQ(readings->values, each.values) << each.text;
    EXPECT_EQ(readings->rate_hz, each.rate_hz) << each.text;
  }
}

TEST(JsonMessage, WhatIsMissingOrTooLargeIsNoNumber) {
  const auto readings = read_json_message(R"({"a": null, "b": 1e300, "c": 1})");
  ASSERT_TRUE(readings);
  EXPECT_TRUE(std::isnan(readings->values[0]));
  EXPECT_TRUE(std::isnan(readings->values[1]));
  EXPECT_EQ(readings->values[2], 1);
}

TEST(JsonMessage, RefusesWhatHoldsNoReadings) {
  for (const char* text :
       {"",
        "{",
        "{}",
        "[]",
        "[[]]",
        "\"text\"",
        "[1, \"a\"]",
        "{\"a\": \"b\"}",
        "[[1, 2], [3]]",
        "[[1], 2]",
        "{\"a\": [1, 2], \"b\": [1]}",
        "[{}]",
        "[{\"a\": 1}, {\"b\": 1}]",
        "[{\"a\": 1}, 2]",
        "{\"values\": []}",
        "{\"values\": [[1, 2]], \"sensors\": [{\"name\": \"a\"}]}",
        "{\"values\": [1, 2, 3], \"sensors\": [1]}",
        "{\"payload\": {}}",
        "nan",
        "[true]"}) {
    EXPECT_FALSE(read_json_message(text)) << text;
  }
  EXPECT_FALSE(read_json_message(std::string(100000, '[')));
}

TEST(MessageDecoder, FollowsTheAxesOfTheFirstMessage) {
  const auto decoder = make_message_decoder({});
  EXPECT_EQ(decode(*decoder, "{\"status\": \"online\"}"), Floats());
  EXPECT_EQ(decoder->format(), nullptr);
  EXPECT_EQ(decode(*decoder, "{\"x\": 1, \"y\": 2}"), (Floats{1, 2}));
  EXPECT_EQ(decode(*decoder, "{\"y\": 3, \"extra\": 0, \"x\": 4}"),
            (Floats{4, 3}));
  const Floats partly = decode(*decoder, "{\"y\": 5}");
  ASSERT_EQ(partly.size(), 2u);
  EXPECT_TRUE(std::isnan(partly[0]));
  EXPECT_EQ(partly[1], 5);
  EXPECT_EQ(decode(*decoder, "{\"battery\": 80}"), Floats());
  EXPECT_EQ(decode(*decoder, "6,7"), (Floats{6, 7}));
  EXPECT_EQ(decode(*decoder, "6,7,8"), Floats());
  EXPECT_EQ(decoder->faults().broken, 3);
  EXPECT_EQ(decoder->faults().example, "{\"status\": \"online\"}");
  EXPECT_EQ(decoder->format()->axes, (Axes{{"x", ""}, {"y", ""}}));
}

TEST(MessageDecoder, TakesLinesOfNumbers) {
  const auto decoder = make_message_decoder({});
  EXPECT_EQ(decode(*decoder, "accX [mg], temp_degC\n1,2\n3,4\n"),
            (Floats{1, 2, 3, 4}));
  EXPECT_EQ(decode(*decoder, "5,6"), (Floats{5, 6}));
  EXPECT_EQ(decoder->format()->axes, (Axes{{"accX", "mg"}, {"temp", "deg C"}}));
  EXPECT_EQ(decoder->faults().broken, 0);
}

TEST(MessageDecoder, TakesFrames) {
  const stream::Axis axis = {"x", "g", 1, 0};
  const stream::Sensor sensor = {"d", &axis, 1,       stream::Type::kInt16,
                                 50,  1,     nullptr, 0};
  std::string line;
  stream::Encoder encoder(
      sensor,
      [](void* to, const uint8_t* bytes, size_t count) {
        static_cast<std::string*>(to)->append(
            reinterpret_cast<const char*>(bytes), count);
      },
      &line);
  encoder.Start();
  const int16_t values[] = {5, 6, 7};
  encoder.Send(values, 3);
  const auto decoder = make_message_decoder({});
  const Readings readings = decoder->decode(message(line));
  EXPECT_EQ(std::get<std::vector<int16_t>>(readings.values),
            (std::vector<int16_t>{5, 6, 7}));
  EXPECT_EQ(decoder->format()->rate_hz, 50);
}

TEST(MessageDecoder, DeclaredAxesAndRateWin) {
  LiveFormat declared;
  declared.axes = {{"a", "g"}, {"b", "g"}};
  declared.rate_hz = 20;
  const auto decoder = make_message_decoder(declared);
  decode(*decoder, "{\"x\": 1, \"y\": 2}");
  EXPECT_EQ(decoder->format()->axes, declared.axes);
  EXPECT_EQ(decoder->format()->rate_hz, 20);
  EXPECT_EQ(decode(*decoder, "{\"y\": 3, \"x\": 4}"), (Floats{4, 3}));
  const auto other = make_message_decoder(declared);
  EXPECT_THROW(decode(*other, "[1, 2, 3]"), Error);
}

TEST(MessageDecoder, HugeMessagesAreBroken) {
  const auto decoder = make_message_decoder({});
  EXPECT_EQ(decode(*decoder, std::string(2 << 20, '1')), Floats());
  EXPECT_EQ(decoder->faults().broken, 1);
}

}  // namespace
}  // namespace mote
