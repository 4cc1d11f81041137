#include "lib/signal/stream_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "device/stream/encoder.h"
#include "lib/base/error.h"

namespace mote {
namespace {

using Bytes = std::vector<uint8_t>;

void append(void* context, const uint8_t* bytes, size_t count) {
  auto* to = static_cast<Bytes*>(context);
  to->insert(to->end(), bytes, bytes + count);
}

const stream::Axis kPlainAxes[] = {
    {"x", "counts", 1, 0}, {"y", "counts", 1, 0}, {"z", "counts", 1, 0}};
const stream::Sensor kCounts = {
    "board counts", kPlainAxes, 3, stream::Type::kInt16, 100, 1, nullptr, 0};

// Frames of the line, each with its end.
std::vector<Bytes> split(const Bytes& line) {
  std::vector<Bytes> frames(1);
  for (uint8_t byte : line) {
    frames.back().push_back(byte);
    if (byte == 0) frames.emplace_back();
  }
  frames.pop_back();
  return frames;
}

Bytes join(const std::vector<Bytes>& frames) {
  Bytes line;
  for (const Bytes& frame : frames) {
    line.insert(line.end(), frame.begin(), frame.end());
  }
  return line;
}

// A line with `frames` frames of the sensor kCounts, three to a data frame:
// value number v is v mod 30,011.
Bytes line_of_counts(int frames) {
  Bytes line;
  stream::Encoder encoder(kCounts, append, &line);
  encoder.Start();
  std::vector<int16_t> values;
  for (int v = 0; v < frames * 3; ++v) {
    values.push_back(static_cast<int16_t>(v % 30011));
    if (values.size() == 9 || v + 1 == frames * 3) {
      encoder.Send(values.data(), static_cast<uint32_t>(values.size()));
      values.clear();
    }
  }
  return line;
}

const std::vector<int16_t>& int16s(const Signal& signal) {
  return std::get<std::vector<int16_t>>(signal.samples);
}

TEST(StreamDecoder, GivesBackWhatWasSentInPiecesOfAnySize) {
  const Bytes line = line_of_counts(1000);
  std::mt19937 random(3);
  for (int trial = 0; trial < 20; ++trial) {
    StreamDecoder decoder;
    std::vector<int16_t> received;
    for (size_t at = 0; at < line.size();) {
      const size_t most = trial == 0 ? 1 : 1 + random() % 700;
      const size_t count = std::min(most, line.size() - at);
      decoder.push(std::span(line).subspan(at, count));
      at += count;
      if (!decoder.description()) continue;
      const Signal piece = decoder.take();
      EXPECT_EQ(piece.frame_count() * 3, int16s(piece).size());
      received.insert(received.end(), int16s(piece).begin(),
                      int16s(piece).end());
    }
    ASSERT_EQ(received.size(), 3000u);
    for (int v = 0; v < 3000; ++v) EXPECT_EQ(received[v], v);
    EXPECT_EQ(decoder.facts().values, 3000);
    EXPECT_EQ(decoder.facts().damaged + decoder.facts().gaps +
                  decoder.facts().foreign + decoder.facts().repeated,
              0);
  }
}

TEST(StreamDecoder, KnowsTheSensor) {
  const uint16_t shape[] = {2, 3};
  const stream::Axis axis = {"temperature", "deg C", 0.25f, -40};
  const stream::Sensor sensor = {
      "thermal ü \x01\xFF", &axis, 1, stream::Type::kUint8, 1, 4, shape, 2};
  Bytes line;
  stream::Encoder encoder(sensor, append, &line);
  encoder.Start();
  const uint8_t values[] = {0, 1, 2, 3, 4, 255};
  encoder.Send(values, 6);
  encoder.Say("warm\n");
  StreamDecoder decoder;
  decoder.push(line);
  const Signal signal = decoder.take();
  EXPECT_EQ(decoder.description()->device, "thermal ü ??");
  EXPECT_EQ(signal.rate_hz, 0.25);
  EXPECT_EQ(signal.axes, (std::vector<Axis>{{"temperature", "deg C"}}));
  EXPECT_EQ(signal.frame_shape, (std::vector<int>{2, 3}));
  EXPECT_EQ(std::get<std::vector<float>>(signal.samples),
            (std::vector<float>{-40, -39.75, -39.5, -39.25, -39, 23.75}));
  EXPECT_EQ(decoder.take_notes(),
            (std::vector<std::string>{"the device says: warm?"}));
}

// Each type through both sides, with its extremes.
template <class Value>
std::vector<Value> through(stream::Type type, const std::vector<Value>& sent) {
  const stream::Axis axis = {"a", "", 1, 0};
  const stream::Sensor sensor = {"d", &axis, 1, type, 10, 1, nullptr, 0};
  Bytes line;
  stream::Encoder encoder(sensor, append, &line);
  encoder.Send(sent.data(), static_cast<uint32_t>(sent.size()));
  StreamDecoder decoder;
  decoder.push(line);
  return std::get<std::vector<Value>>(decoder.take().samples);
}

TEST(StreamDecoder, KeepsTypesAndExtremes) {
  const std::vector<int16_t> words = {0, 1, -1, 32767, -32768, 256};
  EXPECT_EQ(through(stream::Type::kInt16, words), words);
  const std::vector<uint8_t> bytes = {0, 1, 128, 255};
  EXPECT_EQ(through(stream::Type::kUint8, bytes), bytes);
  const std::vector<int8_t> small = {0, 1, -1, 127, -128};
  EXPECT_EQ(through(stream::Type::kInt8, small), small);
  const std::vector<float> floats = {0, -0.0f, 1e-40f, 3.4e38f, -1.5f};
  EXPECT_EQ(through(stream::Type::kFloat32, floats), floats);
  EXPECT_TRUE(std::isnan(
      through(stream::Type::kFloat32, std::vector<float>{INFINITY})[0]));
}

TEST(StreamDecoder, LostFramesAreFilledWithWhatWasThereBefore) {
  auto frames = split(line_of_counts(60));
  // A zero, the description, data: 20 frames of 9 values each.
  frames.erase(frames.begin() + 2 + 5, frames.begin() + 2 + 7);
  StreamDecoder decoder;
  decoder.push(join(frames));
  const auto values = int16s(decoder.take());
  ASSERT_EQ(values.size(), 180u);
  for (int v = 0; v < 180; ++v) {
    const bool lost = v >= 45 && v < 63;
    EXPECT_EQ(values[v], lost ? 42 + v % 3 : v) << v;
  }
  EXPECT_EQ(decoder.facts().gaps, 1);
  EXPECT_EQ(decoder.facts().lost, 18);
  EXPECT_EQ(decoder.facts().filled, 18);
}

TEST(StreamDecoder, LostFloatsAreMissingReadings) {
  const stream::Axis axis = {"a", "V", 0.5f, 0};
  const stream::Sensor sensor = {"d", &axis, 1,       stream::Type::kInt16,
                                 10,  1,     nullptr, 0};
  Bytes line;
  stream::Encoder encoder(sensor, append, &line);
  const int16_t values[] = {2, 4};
  encoder.Send(values, 2);
  encoder.Skip(3);
  encoder.Send(values, 2);
  StreamDecoder decoder;
  decoder.push(line);
  const auto read = std::get<std::vector<float>>(decoder.take().samples);
  ASSERT_EQ(read.size(), 7u);
  EXPECT_EQ(read[1], 2.f);
  for (int i = 2; i < 5; ++i) EXPECT_TRUE(std::isnan(read[i]));
  EXPECT_EQ(read[5], 1.f);
}

TEST(StreamDecoder, MoreThanWasReceivedIsNotMadeUp) {
  Bytes line;
  stream::Encoder encoder(kCounts, append, &line);
  const int16_t values[] = {1, 2, 3, 4, 5, 6};
  encoder.Send(values, 6);
  encoder.Skip(70000);  // not a whole number of frames
  encoder.Send(values, 6);
  StreamDecoder decoder;
  decoder.push(line);
  // 70,006 mod 3 is 1: two values belong to the frame that is incomplete.
  EXPECT_EQ(int16s(decoder.take()),
            (std::vector<int16_t>{1, 2, 3, 4, 5, 6, 3, 4, 5}));
  EXPECT_EQ(decoder.facts().lost, 70000);
  EXPECT_EQ(decoder.facts().filled, 0);
}

TEST(StreamDecoder, AListenerThatComesLateBeginsWithAWholeFrame) {
  const Bytes line = line_of_counts(500);
  for (size_t from = 1; from < line.size(); from += 97) {
    StreamDecoder decoder;
    decoder.push(std::span(line).subspan(from));
    if (!decoder.description()) continue;
    const Signal signal = decoder.take();
    const auto& values = int16s(signal);
    ASSERT_FALSE(values.empty());
    EXPECT_EQ(values[0] % 3, 0);
    for (size_t i = 1; i < values.size(); ++i) {
      ASSERT_EQ(values[i], values[i - 1] + 1);
    }
    EXPECT_EQ(values.back(), 1499);
    EXPECT_EQ(decoder.facts().damaged, 0);
  }
}

TEST(StreamDecoder, RepeatedFramesAreLeftOut) {
  auto frames = split(line_of_counts(60));
  for (size_t i : {1, 4, 5, 11}) frames.push_back(frames[i]);
  frames.insert(frames.begin() + 8, frames[7]);
  StreamDecoder decoder;
  decoder.push(join(frames));
  const auto values = int16s(decoder.take());
  ASSERT_EQ(values.size(), 180u);
  for (int v = 0; v < 180; ++v) EXPECT_EQ(values[v], v);
  EXPECT_EQ(decoder.facts().repeated, 4);
}

TEST(StreamDecoder, ADeviceThatBeginsAnewIsFollowed) {
  auto first = split(line_of_counts(200)), second = split(line_of_counts(300));
  for (const bool heard : {true, false}) {
    auto frames = first;
    // Not heard: neither its first description nor anything that says so.
    frames.insert(frames.end(), second.begin() + (heard ? 0 : 2), second.end());
    StreamDecoder decoder;
    decoder.push(join(frames));
    const auto values = int16s(decoder.take());
    if (heard) {
      ASSERT_EQ(values.size(), 1500u);
      EXPECT_EQ(values[600], 0);
    } else {
      // 63 data frames of 9 values pass for repetitions.
      ASSERT_EQ(values.size(), 1500u - 63 * 9);
      EXPECT_EQ(values[600], 63 * 9);
    }
    EXPECT_EQ(values.back(), 899);
    EXPECT_EQ(decoder.facts().gaps, 1);
  }
}

TEST(StreamDecoder, OtherSensorsOnTheLineAreLeftOut) {
  const stream::Axis axis = {"audio", "", 1, 0};
  const stream::Sensor microphone = {
      "board microphone", &axis, 1, stream::Type::kInt16, 16000, 1, nullptr, 0};
  Bytes line;
  stream::Encoder counts(kCounts, append, &line);
  stream::Encoder audio(microphone, append, &line);
  counts.Start(), audio.Start();
  const int16_t values[] = {7, 8, 9};
  for (int i = 0; i < 10; ++i) counts.Send(values, 3), audio.Send(values, 2);
  StreamDecoder first, chosen("microphone"), none("thermometer");
  first.push(line), chosen.push(line), none.push(line);
  EXPECT_EQ(first.take().frame_count(), 10u);
  EXPECT_EQ(chosen.take().frame_count(), 20u);
  EXPECT_EQ(chosen.description()->rate_hz, 16000);
  EXPECT_THROW(none.take(), Error);
}

// Every bit flip in a frame is found, and only what it carried is lost.
TEST(StreamDecoder, EveryFlippedBitIsNoticed) {
  const auto frames = split(line_of_counts(9));
  ASSERT_EQ(frames.size(), 5u);
  for (size_t at = 0; at < frames[3].size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = frames;
      damaged[3][at] = static_cast<uint8_t>(damaged[3][at] ^ (1 << bit));
      StreamDecoder decoder;
      decoder.push(join(damaged));
      const auto values = int16s(decoder.take());
      const auto facts = decoder.facts();
      EXPECT_GE(facts.damaged, 1);
      for (size_t v = 0; v < 9; ++v) EXPECT_EQ(values[v], v);
      for (size_t v = 18; v < values.size(); ++v) EXPECT_EQ(values[v], v);
      // Where its end is gone, the next frame is lost with it.
      const bool end_gone = at + 1 == frames[3].size();
      EXPECT_EQ(values.size(), end_gone ? 9u : 27u);
    }
  }
}

TEST(StreamDecoder, FindsItsWayAfterGarbage) {
  std::mt19937 random(5);
  const auto frames = split(line_of_counts(600));
  for (int trial = 0; trial < 30; ++trial) {
    Bytes line;
    for (size_t i = 0; i < frames.size(); ++i) {
      if (i > 10 && i + 10 < frames.size() && random() % 8 == 0) {
        for (size_t n = random() % 300; n > 0; --n) {
          line.push_back(static_cast<uint8_t>(random()));
        }
      }
      line.insert(line.end(), frames[i].begin(), frames[i].end());
    }
    StreamDecoder decoder;
    decoder.push(line);
    const auto values = int16s(decoder.take());
    ASSERT_EQ(values.size(), 1800u);
    int wrong = 0;
    for (int v = 0; v < 1800; ++v) wrong += values[v] != v;
    EXPECT_EQ(decoder.facts().lost, decoder.facts().filled);
    EXPECT_LE(wrong, decoder.facts().lost);
    EXPECT_GT(decoder.facts().gaps, 0);
    EXPECT_LT(decoder.facts().lost, 1200);
  }
}

TEST(StreamDecoder, WrongDescriptionsAreRefused) {
  const Axis none;
  Bytes line;
  stream::Sensor empty = kCounts;
  empty.axis_count = 0;
  const uint16_t huge[] = {65535, 65535, 65535, 65535};
  stream::Sensor large = kCounts;
  large.shape = huge, large.dimensions = 4;
  stream::Sensor timeless = kCounts;
  timeless.period_seconds = 0;
  const stream::Axis odd = {"a", "", NAN, 0};
  stream::Sensor scaled = kCounts;
  scaled.axes = &odd, scaled.axis_count = 1;
  for (const stream::Sensor& sensor : {empty, large, timeless, scaled}) {
    stream::Encoder(sensor, append, &line).Start();
  }
  StreamDecoder decoder;
  decoder.push(line);
  EXPECT_FALSE(decoder.description());
  EXPECT_EQ(decoder.facts().damaged, 4);
  EXPECT_EQ(decoder.take_notes().size(), 4u);
}

TEST(StreamDecoder, ALineWithoutFramesTakesBoundedMemory) {
  StreamDecoder decoder;
  const Bytes noise(1000, 0x55);
  for (int i = 0; i < 1000; ++i) decoder.push(noise);
  decoder.push(line_of_counts(30));  // its first zero ends the noise
  EXPECT_EQ(decoder.take().frame_count(), 30u);
  EXPECT_EQ(decoder.facts().damaged, 0);  // the very first piece
}

}  // namespace
}  // namespace mote
