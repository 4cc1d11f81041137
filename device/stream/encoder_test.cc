#include "device/stream/encoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mote::stream {
namespace {

void Append(void* context, const uint8_t* bytes, size_t count) {
  auto* to = static_cast<std::vector<uint8_t>*>(context);
  to->insert(to->end(), bytes, bytes + count);
}

std::vector<uint8_t> stuffed(const std::vector<uint8_t>& bytes) {
  std::vector<uint8_t> result;
  CobsWriter writer(Append, &result);
  for (uint8_t byte : bytes) writer.Put(byte);
  writer.EndFrame();
  return result;
}

TEST(Crc32c, IsTheOneOfRfc3720) {
  Crc32c crc;
  for (char c : std::string("123456789")) crc.Add(static_cast<uint8_t>(c));
  EXPECT_EQ(crc.value(), 0xE3069283u);
  Crc32c zeros;  // RFC 3720, B.4: 32 zeros
  for (int i = 0; i < 32; ++i) zeros.Add(0);
  EXPECT_EQ(zeros.value(), 0x8A9136AAu);
}

using Bytes = std::vector<uint8_t>;

TEST(CobsWriter, StuffsAsPublished) {
  EXPECT_EQ(stuffed({}), (Bytes{1, 0}));
  EXPECT_EQ(stuffed({0}), (Bytes{1, 1, 0}));
  EXPECT_EQ(stuffed({0, 0}), (Bytes{1, 1, 1, 0}));
  EXPECT_EQ(stuffed({0x11, 0x22, 0, 0x33}), (Bytes{3, 0x11, 0x22, 2, 0x33, 0}));
  EXPECT_EQ(stuffed({0x11, 0, 0, 0}), (Bytes{2, 0x11, 1, 1, 1, 0}));
}

TEST(CobsWriter, SplitsLongRunsWithoutZeros) {
  for (size_t length : {253, 254, 255, 508, 600}) {
    const Bytes result = stuffed(Bytes(length, 7));
    EXPECT_EQ(result[0], length < 254 ? length + 1 : 255);
    EXPECT_EQ(result.back(), 0);
    EXPECT_EQ(result.size(), length + length / 254 + 2);
    EXPECT_EQ(std::count(result.begin(), result.end(), 0), 1);
  }
}

std::string hex(const Bytes& bytes) {
  std::string text;
  for (uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

// The example of docs/sensor_stream.md, whose checksums Python computed.
TEST(Encoder, WritesTheFormat) {
  const Axis axis = {"x", "g", 1, 0};
  const Sensor sensor = {"ab", &axis, 1, Type::kInt8, 50, 1, nullptr, 0};
  Bytes line;
  Encoder encoder(sensor, Append, &line);
  encoder.Start();
  EXPECT_EQ(
      hex(line),
      "0007110261620332010102010101010601017801670103803f010101060111376b9200");
  line.clear();
  const int8_t values[] = {5, -1};
  encoder.Send(values, 2);
  EXPECT_EQ(hex(line), "0412d21f010101010101010705ffc13651e300");
}

TEST(Encoder, RepeatsTheDescriptionOnceASecond) {
  const Axis axes[] = {{"x", "g", 1, 0}, {"y", "g", 1, 0}};
  const Sensor sensor = {"d", axes, 2, Type::kInt16, 100, 1, nullptr, 0};
  Bytes line;
  Encoder encoder(sensor, Append, &line);
  int descriptions = 0;
  encoder.Start();
  const int16_t reading[2] = {1, 1};
  for (int frame = 0; frame < 1000; ++frame) encoder.Send(reading, 2);
  for (size_t i = 0; i + 2 < line.size(); ++i) {
    descriptions += line[i] == 0 && line[i + 2] == 0x11;
  }
  EXPECT_EQ(descriptions, 10);
}

TEST(Encoder, NeedsLittleMemory) {
  EXPECT_LE(sizeof(Encoder), 328u + 16u);  // pointers are twice as large here
}

}  // namespace
}  // namespace mote::stream
