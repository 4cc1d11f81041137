#include "lib/live/message_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "lib/base/error.h"
#include "lib/live/framed_decoder.h"
#include "lib/live/json_message.h"
#include "lib/live/text_line.h"
#include "lib/signal/axis_names.h"

namespace mote {
namespace {

constexpr size_t kLargestMessage = size_t{1} << 20;
constexpr size_t kExampleLength = 60;

std::string printable(std::string_view text) {
  std::string shown(text.substr(0, kExampleLength));
  for (char& c : shown) {
    if (static_cast<unsigned char>(c) < ' ' || c >= 0x7f || c < 0) c = '?';
  }
  return shown;
}

// The lines of a message, all with equally many values.
std::optional<MessageReadings> read_text_message(std::string_view text) {
  MessageReadings readings;
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(raw.size() + 1, text.size()));
    const TextLine line = parse_text_line(raw);
    if (line.kind == TextLine::Kind::kEmpty) continue;
    if (line.kind == TextLine::Kind::kBroken) return std::nullopt;
    if (!line.names.empty()) names = line.names;
    if (line.kind == TextLine::Kind::kNames) continue;
    if (readings.axes.empty()) readings.axes.resize(line.values.size());
    if (line.values.size() != readings.axes.size()) return std::nullopt;
    readings.values.insert(readings.values.end(), line.values.begin(),
                           line.values.end());
  }
  if (readings.values.empty()) return std::nullopt;
  for (size_t i = 0; i < names.size() && names.size() == readings.axes.size();
       ++i) {
    readings.axes[i] = axis_of_title(names[i]);
  }
  return readings;
}

class MessageDecoder : public Decoder {
 public:
  explicit MessageDecoder(const LiveFormat& declared) : declared_(declared) {
    format_.type = "float32";
    format_.kind = "series";
  }

  Readings decode(const Chunk& chunk) override {
    const std::string_view text(
        reinterpret_cast<const char*>(chunk.bytes.data()), chunk.bytes.size());
    if (framed_ != nullptr) return framed_->decode(chunk);
    if (!settled_ && std::ranges::find(chunk.bytes, 0) != chunk.bytes.end()) {
      framed_ = make_framed_decoder(declared_);
      return framed_->decode(chunk);
    }
    Readings result{chunk.arrived_ns, std::vector<float>()};
    if (text.empty()) return result;
    const auto readings = read(text);
    if (!readings || !take(*readings, result)) {
      ++faults_.broken;
      if (faults_.example.empty()) faults_.example = printable(text);
    }
    return result;
  }

  const LiveFormat* format() const override {
    if (framed_ != nullptr) return framed_->format();
    return settled_ ? &format_ : nullptr;
  }
  const DecodeFaults& faults() const override {
    return framed_ != nullptr ? framed_->faults() : faults_;
  }

 private:
  static std::optional<MessageReadings> read(std::string_view text) {
    if (text.size() > kLargestMessage) return std::nullopt;
    const size_t start = text.find_first_not_of(" \t\r\n");
    const bool json = start != std::string_view::npos &&
                      (text[start] == '{' || text[start] == '[');
    return json ? read_json_message(text) : read_text_message(text);
  }

  bool take(const MessageReadings& readings, Readings& result) {
    if (!settled_) settle(readings);
    const std::vector<int> from = places(readings);
    if (from.empty()) return false;
    auto& values = std::get<std::vector<float>>(result.values);
    const size_t count = readings.axes.size();
    for (size_t at = 0; at < readings.values.size(); at += count) {
      for (int place : from) {
        values.push_back(
            place < 0 ? std::numeric_limits<float>::quiet_NaN()
                      : readings.values[at + static_cast<size_t>(place)]);
      }
    }
    return true;
  }

  // Where in a frame of the message each axis is; -1: it is not there. Empty:
  // none of them, or another number of axes without names.
  std::vector<int> places(const MessageReadings& readings) const {
    std::vector<int> from;
    if (readings.axes[0].name.empty() || sent_[0].empty()) {
      if (readings.axes.size() != sent_.size()) return {};
      for (size_t i = 0; i < sent_.size(); ++i) {
        from.push_back(static_cast<int>(i));
      }
      return from;
    }
    bool any = false;
    for (const std::string& name : sent_) {
      const auto found = std::ranges::find(readings.axes, name, &Axis::name);
      const bool there = found != readings.axes.end();
      from.push_back(there ? static_cast<int>(found - readings.axes.begin())
                           : -1);
      any |= there;
    }
    return any ? from : std::vector<int>();
  }

  void settle(const MessageReadings& readings) {
    for (const Axis& axis : readings.axes) sent_.push_back(axis.name);
    format_.axes = readings.axes;
    const size_t count = format_.axes.size();
    for (size_t i = 0; i < count; ++i) {
      if (!format_.axes[i].name.empty()) continue;
      format_.axes[i].name = count == 1   ? "value"
                             : count == 3 ? std::string(1, "xyz"[i])
                                          : fmt::format("value_{}", i + 1);
    }
    if (!declared_.axes.empty()) {
      if (declared_.axes.size() != count) {
        throw Error(fmt::format("{} axes are named, and a message has {}",
                                declared_.axes.size(), count),
                    "--axes", "Name each of them, or none.");
      }
      format_.axes = declared_.axes;
    }
    format_.rate_hz =
        declared_.rate_hz > 0 ? declared_.rate_hz : readings.rate_hz;
    settled_ = true;
  }

  LiveFormat declared_, format_;
  std::unique_ptr<Decoder> framed_;
  bool settled_ = false;
  std::vector<std::string> sent_;  // names of the axes, as messages have them
  DecodeFaults faults_;
};

}  // namespace

std::unique_ptr<Decoder> make_message_decoder(const LiveFormat& declared) {
  return std::make_unique<MessageDecoder>(declared);
}

}  // namespace mote
