#include "lib/signal/stream_description.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr size_t kMostValuesAFrame = size_t{1} << 20;
constexpr size_t kMostDimensions = 4;

[[noreturn]] void wrong(const std::string& what) {
  throw Error("the device describes its stream wrongly: " + what,
              "the description frame",
              "docs/sensor_stream.md says what it must hold.");
}

// How many bytes the well-formed UTF-8 character at the start of `text` has; 0
// for anything else, and for control characters.
size_t character_bytes(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  if (byte(0) < 0x80) return byte(0) >= 0x20 && byte(0) != 0x7F ? 1 : 0;
  const size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Longer than need be, half of a pair, beyond the last; C1 controls.
  if (byte(0) == 0xE0 && byte(1) < 0xA0) return 0;
  if (byte(0) == 0xED && byte(1) >= 0xA0) return 0;
  if (byte(0) == 0xF0 && byte(1) < 0x90) return 0;
  if (byte(0) == 0xF4 && byte(1) >= 0x90) return 0;
  if (byte(0) == 0xC2 && byte(1) < 0xA0) return 0;
  return size;
}

std::string shown(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const size_t size = character_bytes(text);
    result += size == 0 ? "?" : text.substr(0, size);
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return result;
}

// Takes fields off the front of a frame.
class Fields {
 public:
  explicit Fields(std::span<const uint8_t> frame) : frame_(frame) {}

  template <class Value>
  Value number() {
    Value value;
    std::memcpy(&value, take(sizeof(value)).data(), sizeof(value));
    return value;
  }
  std::string text() {
    const auto bytes = take(number<uint8_t>());
    return shown({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  std::span<const uint8_t> rest() const { return frame_; }

 private:
  std::span<const uint8_t> take(size_t count) {
    if (count > frame_.size()) wrong("it ends too early");
    const auto taken = frame_.first(count);
    frame_ = frame_.subspan(count);
    return taken;
  }

  std::span<const uint8_t> frame_;
};

double rate_of(uint32_t frames, uint32_t seconds) {
  if (frames == 0) return 0;
  if (seconds == 0) wrong("its frames come in no time");
  return double{1} * frames / seconds;
}

void read_shape(Fields& fields, StreamDescription& description) {
  const auto dimensions = fields.number<uint8_t>();
  if (dimensions > kMostDimensions) wrong("it has more than 4 dimensions");
  for (size_t i = 0; i < dimensions; ++i) {
    description.frame_shape.push_back(fields.number<uint16_t>());
    if (description.frame_shape.back() == 0) wrong("a frame without places");
  }
}

void read_axes(Fields& fields, StreamDescription& description) {
  const auto axes = fields.number<uint8_t>();
  if (axes == 0) wrong("it has no axes");
  for (size_t i = 0; i < axes; ++i) {
    std::string name = fields.text(), unit = fields.text();
    description.axes.push_back({std::move(name), std::move(unit)});
    description.scale.push_back(double{fields.number<float>()});
    description.offset.push_back(double{fields.number<float>()});
    if (!std::isfinite(description.scale.back()) ||
        !std::isfinite(description.offset.back())) {
      wrong("a scale that is no number");
    }
  }
}

void check_size(const StreamDescription& description) {
  size_t values = description.axes.size();
  for (int extent : description.frame_shape) {
    values *= static_cast<size_t>(extent);
    if (values > kMostValuesAFrame) wrong("more than 2^20 values a frame");
  }
}

// The low half of the checksum over everything but the last byte.
uint16_t tag_of(std::span<const uint8_t> frame) {
  stream::Crc32c crc;
  for (uint8_t byte : frame.first(frame.size() - 1)) crc.Add(byte);
  return static_cast<uint16_t>(crc.value());
}

}  // namespace

size_t StreamDescription::values_a_frame() const {
  size_t values = axes.size();
  for (int extent : frame_shape) values *= static_cast<size_t>(extent);
  return values;
}

bool StreamDescription::is_plain() const {
  return std::ranges::all_of(scale, [](double s) { return s == 1; }) &&
         std::ranges::all_of(offset, [](double o) { return o == 0; });
}

Signal StreamDescription::empty_signal() const {
  Signal signal{rate_hz, axes, std::vector<float>(), frame_shape};
  if (!is_plain()) return signal;
  if (type == stream::Type::kInt16) signal.samples = std::vector<int16_t>();
  if (type == stream::Type::kUint8) signal.samples = std::vector<uint8_t>();
  if (type == stream::Type::kInt8) signal.samples = std::vector<int8_t>();
  return signal;
}

StreamDescription read_stream_description(std::span<const uint8_t> frame) {
  Fields fields(frame);
  fields.number<uint8_t>();
  StreamDescription description;
  description.device = fields.text();
  const auto type = fields.number<uint8_t>();
  if (type > static_cast<uint8_t>(stream::Type::kInt8)) {
    wrong("values of an unknown type");
  }
  description.type = static_cast<stream::Type>(type);
  const auto frames = fields.number<uint32_t>();
  description.rate_hz = rate_of(frames, fields.number<uint32_t>());
  read_shape(fields, description);
  read_axes(fields, description);
  check_size(description);
  description.first = (fields.number<uint8_t>() & 1) != 0;
  if (!fields.rest().empty()) wrong("it has more bytes than it says");
  description.tag = tag_of(frame);
  return description;
}

std::string read_stream_text(std::span<const uint8_t> frame) {
  Fields fields(frame);
  fields.number<uint8_t>();
  return fields.text();
}

}  // namespace mote
