#include "lib/live/text_decoder.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/live/text_line.h"
#include "lib/signal/axis_names.h"

namespace mote {
namespace {

constexpr size_t kLongestLine = 16384;
constexpr size_t kMostAxes = 1024;
constexpr size_t kLinesThatAgree = 3;
constexpr int kLinesThatDiffer = 20;
constexpr size_t kExampleLength = 60;

std::string printable(std::string_view line) {
  std::string text(line.substr(0, kExampleLength));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c >= 0x7f || c < 0) c = '?';
  }
  return text;
}

std::vector<Axis> axes_named(const std::vector<std::string>& names) {
  std::vector<Axis> axes;
  for (const std::string& name : names) axes.push_back(axis_of_title(name));
  return axes;
}

std::vector<Axis> unnamed_axes(size_t count) {
  if (count == 1) return {{"value", ""}};
  if (count == 3) return {{"x", ""}, {"y", ""}, {"z", ""}};
  std::vector<Axis> axes;
  for (size_t i = 0; i < count; ++i) {
    axes.push_back({fmt::format("value_{}", i + 1), ""});
  }
  return axes;
}

class TextDecoder : public Decoder {
 public:
  explicit TextDecoder(const LiveFormat& declared) : format_(declared) {
    format_.type = "float32";
    format_.kind = "series";
  }

  Readings decode(const Chunk& chunk) override {
    values_.clear();
    for (uint8_t byte : chunk.bytes) take_byte(static_cast<char>(byte));
    return {chunk.arrived_ns, std::move(values_)};
  }

  const LiveFormat* format() const override {
    return settled_ ? &format_ : nullptr;
  }
  const DecodeFaults& faults() const override { return faults_; }

 private:
  void take_byte(char byte) {
    if (byte == '\n' || byte == '\r') {
      if (too_long_) {
        note_broken(line_);
      } else {
        take_line(line_);
      }
      line_.clear();
      too_long_ = false;
    } else if (line_.size() < kLongestLine) {
      line_ += byte;
    } else {
      too_long_ = true;
    }
  }

  void take_line(std::string_view text) {
    const TextLine line = parse_text_line(text);
    switch (line.kind) {
      case TextLine::Kind::kEmpty:
        return;
      case TextLine::Kind::kNames:
        return take_names(line, text);
      case TextLine::Kind::kBroken:
        return note_broken(text);
      case TextLine::Kind::kReadings:
        if (!first_seen_) {
          first_seen_ = true;
        } else if (line.values.size() > kMostAxes) {
          note_broken(text);
        } else if (settled_) {
          take_readings(line, text);
        } else {
          settle(line, text);
        }
    }
  }

  // The last ones before the readings count, and may come again.
  void take_names(const TextLine& line, std::string_view text) {
    if (line.names == names_) return;
    if (settled_ || !names_.empty()) note_broken(settled_ ? text : header_);
    if (settled_) return;
    names_ = line.names;
    header_ = text;
  }

  // Until enough lines in a row agree, they wait.
  void settle(const TextLine& line, std::string_view text) {
    if (!waiting_.empty() && waiting_[0].values.size() != line.values.size()) {
      for (size_t i = 0; i < waiting_.size(); ++i) note_broken(text);
      waiting_.clear();
    }
    waiting_.push_back(line);
    if (waiting_.size() < kLinesThatAgree) return;
    settle_axes(line);
    for (const TextLine& kept : waiting_) take_readings(kept, text);
    waiting_.clear();
  }

  void settle_axes(const TextLine& line) {
    const size_t count = line.values.size();
    if (!names_.empty() && names_.size() != count) {
      note_broken(header_);
      names_.clear();
    }
    if (!format_.axes.empty()) {
      if (format_.axes.size() != count) {
        throw Error(fmt::format("{} axes are named, and the device sends {} "
                                "values a line",
                                format_.axes.size(), count),
                    "--axes", "Name each of them, or none.");
      }
    } else if (line.names.size() == count) {
      format_.axes = axes_named(line.names);
    } else if (!names_.empty()) {
      format_.axes = axes_named(names_);
    } else {
      format_.axes = unnamed_axes(count);
    }
    settled_ = true;
  }

  void take_readings(const TextLine& line, std::string_view text) {
    const size_t count = line.values.size();
    if (count == format_.axes.size()) {
      values_.insert(values_.end(), line.values.begin(), line.values.end());
      differing_ = 0;
      return;
    }
    note_broken(text);
    differing_ = count == other_count_ ? differing_ + 1 : 1;
    other_count_ = count;
    if (differing_ < kLinesThatDiffer) return;
    throw Error(fmt::format("the device sends {} values a line now, and sent "
                            "{} before",
                            count, format_.axes.size()),
                printable(text), "Start the recording again.");
  }

  void note_broken(std::string_view text) {
    ++faults_.broken;
    if (faults_.example.empty()) faults_.example = printable(text);
  }

  LiveFormat format_;
  DecodeFaults faults_;
  std::string line_;
  bool too_long_ = false, first_seen_ = false, settled_ = false;
  std::vector<std::string> names_;
  std::string header_;  // the line they are from
  std::vector<TextLine> waiting_;
  int differing_ = 0;  // lines in a row of other_count_ values
  size_t other_count_ = 0;
  std::vector<float> values_;
};

}  // namespace

std::unique_ptr<Decoder> make_text_decoder(const LiveFormat& declared) {
  return std::make_unique<TextDecoder>(declared);
}

}  // namespace mote
