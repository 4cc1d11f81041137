#include "lib/live/framed_decoder.h"

#include <gtest/gtest.h>

#include "device/stream/encoder.h"
#include "lib/base/error.h"

namespace mote {
namespace {

void append(void* context, const uint8_t* bytes, size_t count) {
  auto* to = static_cast<std::vector<uint8_t>*>(context);
  to->insert(to->end(), bytes, bytes + count);
}

std::vector<uint8_t> line_of(const stream::Sensor& sensor, uint32_t lost) {
  std::vector<uint8_t> line;
  stream::Encoder encoder(sensor, append, &line);
  encoder.Start();
  const int16_t values[] = {1, 2, 3, 4, 5, 6};
  encoder.Send(values, 6);
  encoder.Skip(lost);
  encoder.Send(values, 6);
  return line;
}

const stream::Axis kAxes[] = {{"x", "g", 0.5f, 0}, {"y", "g", 0.5f, 0}};

TEST(FramedDecoder, GivesFormatAndReadings) {
  const stream::Sensor sensor = {"d", kAxes, 2,       stream::Type::kInt16,
                                 25,  2,     nullptr, 0};
  const auto decoder = make_framed_decoder({});
  EXPECT_EQ(decoder->format(), nullptr);
  const Readings early = decoder->decode({5, {1, 2, 3, 0}});
  EXPECT_EQ(value_count(early.values), 0u);
  const Readings readings = decoder->decode({9, line_of(sensor, 4)});
  EXPECT_EQ(readings.arrived_ns, 9);
  EXPECT_EQ(value_count(readings.values), 16u);
  EXPECT_EQ(std::get<std::vector<float>>(readings.values)[3], 2.f);
  const LiveFormat expected = {
      {{"x", "g"}, {"y", "g"}}, {}, 12.5, "float32", "series"};
  ASSERT_NE(decoder->format(), nullptr);
  EXPECT_EQ(*decoder->format(), expected);
  EXPECT_EQ(decoder->faults().lost, 2);
}

TEST(FramedDecoder, TellsSoundAndPicturesApart) {
  const stream::Axis audio = {"audio", "", 1, 0};
  const stream::Sensor microphone = {
      "m", &audio, 1, stream::Type::kInt16, 16000, 1, nullptr, 0};
  const auto sound = make_framed_decoder({});
  sound->decode({0, line_of(microphone, 0)});
  EXPECT_EQ(sound->format()->kind, "audio");

  const uint16_t shape[] = {2, 3};
  const stream::Axis grey = {"grey", "", 1, 0};
  const stream::Sensor camera = {"c", &grey, 1,     stream::Type::kUint8,
                                 0,   0,     shape, 2};
  const auto pictures = make_framed_decoder({});
  pictures->decode({0, line_of(camera, 0)});
  EXPECT_EQ(pictures->format()->kind, "picture");
  EXPECT_EQ(pictures->format()->frame_shape, (std::vector<int>{2, 3}));
}

TEST(FramedDecoder, DeclaredNamesAndRateWin) {
  const stream::Sensor sensor = {"d", kAxes, 2,       stream::Type::kInt16,
                                 25,  1,     nullptr, 0};
  LiveFormat declared;
  declared.axes = {{"a", "m/s2"}, {"b", "m/s2"}};
  declared.rate_hz = 26;
  const auto decoder = make_framed_decoder(declared);
  decoder->decode({0, line_of(sensor, 0)});
  EXPECT_EQ(decoder->format()->axes, declared.axes);
  EXPECT_EQ(decoder->format()->rate_hz, 26);
  declared.axes.pop_back();
  EXPECT_THROW(make_framed_decoder(declared)->decode({0, line_of(sensor, 0)}),
               Error);
}

}  // namespace
}  // namespace mote
