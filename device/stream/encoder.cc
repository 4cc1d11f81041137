#include "device/stream/encoder.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "values are sent as they lie in memory, which must be little-endian"
#endif

namespace mote {
namespace stream {
namespace {

constexpr uint32_t kLongestText = 255;

uint32_t ValuesOfAFrame(const Sensor& sensor) {
  uint32_t values = sensor.axis_count;
  for (uint32_t i = 0; i < sensor.dimensions; ++i) values *= sensor.shape[i];
  return values;
}

// A second's values; a frame's where that is more, or nobody knows the rate.
uint64_t ValuesBetweenDescriptions(const Sensor& sensor) {
  const uint64_t frames =
      sensor.period_seconds == 0
          ? 0
          : sensor.frames_per_period / sensor.period_seconds;
  return (frames == 0 ? 1 : frames) * ValuesOfAFrame(sensor);
}

}  // namespace

Encoder::Encoder(const Sensor& sensor, Write write, void* context)
    : sensor_(sensor),
      writer_(write, context),
      describe_every_(ValuesBetweenDescriptions(sensor)) {}

void Encoder::Put(uint8_t byte) {
  crc_.Add(byte);
  writer_.Put(byte);
}

void Encoder::Put16(uint16_t word) {
  Put(static_cast<uint8_t>(word));
  Put(static_cast<uint8_t>(word >> 8));
}

void Encoder::Put32(uint32_t word) {
  Put16(static_cast<uint16_t>(word));
  Put16(static_cast<uint16_t>(word >> 16));
}

void Encoder::PutFloat(float value) {
  uint32_t bits;
  __builtin_memcpy(&bits, &value, sizeof(bits));
  Put32(bits);
}

void Encoder::PutText(const char* text) {
  uint32_t length = 0;
  while (length < kLongestText && text[length] != 0) ++length;
  Put(static_cast<uint8_t>(length));
  for (uint32_t i = 0; i < length; ++i) Put(static_cast<uint8_t>(text[i]));
}

void Encoder::PutAxis(const Axis& axis) {
  PutText(axis.name);
  PutText(axis.unit);
  PutFloat(axis.scale);
  PutFloat(axis.offset);
}

void Encoder::Begin(Kind kind) {
  crc_ = Crc32c();
  Put(static_cast<uint8_t>(kVersion << 4 | static_cast<uint8_t>(kind)));
}

void Encoder::End() {
  Put32(crc_.value());
  writer_.EndFrame();
}

void Encoder::Describe(bool first) {
  Begin(Kind::kDescription);
  PutText(sensor_.device);
  Put(static_cast<uint8_t>(sensor_.type));
  Put32(sensor_.frames_per_period);
  Put32(sensor_.period_seconds);
  Put(sensor_.dimensions);
  for (uint32_t i = 0; i < sensor_.dimensions; ++i) Put16(sensor_.shape[i]);
  Put(sensor_.axis_count);
  for (uint32_t i = 0; i < sensor_.axis_count; ++i) PutAxis(sensor_.axes[i]);
  tag_ = static_cast<uint16_t>(crc_.value());
  Put(first ? 1 : 0);
  End();
  describe_at_ = position_ + describe_every_;
}

void Encoder::Start() {
  position_ = 0;
  writer_.EndLine();
  Describe(true);
}

void Encoder::SendFrame(const uint8_t* bytes, uint32_t count) {
  if (position_ >= describe_at_) Describe(false);
  Begin(Kind::kData);
  Put16(tag_);
  Put32(static_cast<uint32_t>(position_));
  Put32(static_cast<uint32_t>(position_ >> 32));
  const uint32_t size_bytes = count * BytesOf(sensor_.type);
  for (uint32_t i = 0; i < size_bytes; ++i) Put(bytes[i]);
  End();
  position_ += count;
}

void Encoder::Send(const void* values, uint32_t count) {
  const uint8_t* bytes = static_cast<const uint8_t*>(values);
  while (count > 0) {
    const uint32_t taken = count < kMostValues ? count : kMostValues;
    SendFrame(bytes, taken);
    bytes += taken * BytesOf(sensor_.type);
    count -= taken;
  }
}

void Encoder::Say(const char* text) {
  Begin(Kind::kText);
  PutText(text);
  End();
}

}  // namespace stream
}  // namespace mote
