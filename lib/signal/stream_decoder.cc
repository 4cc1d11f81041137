#include "lib/signal/stream_decoder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr size_t kDataHeaderBytes = 1 + 2 + 8;
constexpr uint64_t kAlwaysFilled = 65536;
// So many frames of the past in a row are no repetition but a device that
// began anew without being heard to say so.
constexpr int kMostRepeated = 64;
constexpr size_t kMostNotes = 100;
// Positions beyond are no count of values.
constexpr uint64_t kLastPosition = uint64_t{1} << 62;

template <class Value>
Value load(std::span<const uint8_t> bytes, size_t at) {
  Value value;
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return value;
}

}  // namespace

void StreamDecoder::note(const std::string& line) {
  if (notes_.size() < kMostNotes) notes_.push_back(line);
}

std::vector<std::string> StreamDecoder::take_notes() {
  return std::exchange(notes_, {});
}

StreamFacts StreamDecoder::facts() const {
  StreamFacts facts = facts_;
  facts.damaged += frames_.damaged();
  return facts;
}

void StreamDecoder::push(std::span<const uint8_t> bytes) {
  frames_.push(bytes,
               [this](std::span<const uint8_t> frame) { take_frame(frame); });
}

void StreamDecoder::take_frame(std::span<const uint8_t> frame) {
  if (frame[0] >> 4 != stream::kVersion) {
    ++facts_.foreign;
    note("a frame of version " + std::to_string(frame[0] >> 4) +
         " of the format, which this mote does not know");
    return;
  }
  try {
    switch (static_cast<stream::Kind>(frame[0] & 15)) {
      case stream::Kind::kDescription:
        return describe(frame);
      case stream::Kind::kData:
        return take_data(frame);
      case stream::Kind::kText:
        return note("the device says: " + read_stream_text(frame));
    }
    ++facts_.foreign;  // kinds to come
  } catch (const Error& error) {
    ++facts_.damaged;
    note(error.what());
  }
}

void StreamDecoder::describe(std::span<const uint8_t> frame) {
  StreamDescription description = read_stream_description(frame);
  if (!description_ && description.device.find(device_) != std::string::npos) {
    values_ = description.empty_signal().samples;
    description_ = std::move(description);
    held_.assign(description_->values_a_frame(), 0);
    return;
  }
  if (!description_ || description.tag != description_->tag) {
    const std::string line =
        "another sensor is on the line: '" + description.device + "'";
    if (facts_.foreign++ == 0) note(line);
  } else if (description.first) {
    begins_anew_ = true;
  }
}

void StreamDecoder::take_data(std::span<const uint8_t> frame) {
  const auto tag =
      frame.size() < kDataHeaderBytes ? uint16_t{0} : load<uint16_t>(frame, 1);
  if (!description_ || tag != description_->tag) {
    ++facts_.foreign;
    return;
  }
  const auto position = load<uint64_t>(frame, 3);
  const auto values = frame.subspan(kDataHeaderBytes);
  const size_t size = stream::BytesOf(description_->type);
  if (values.empty() || values.size() % size != 0 || position > kLastPosition) {
    ++facts_.damaged;
    return;
  }
  if (!comes_next(position, values.size() / size)) return;
  append(values);
  *next_ += values.size() / size;
}

// Brings the signal to where a data frame begins; false: it is not wanted.
bool StreamDecoder::comes_next(uint64_t position, uint64_t count) {
  const bool anew = std::exchange(begins_anew_, false) && position == 0;
  if (!next_) {
    begin_at(position);
  } else if (position < *next_) {
    if (!anew && ++repeated_in_a_row_ < kMostRepeated) {
      ++facts_.repeated;
      return false;
    }
    note("the device began anew");
    ++facts_.gaps;
    facts_.lost += static_cast<int64_t>(position);
    begin_at(position);
  } else if (position > *next_) {
    const uint64_t missing = position - *next_;
    ++facts_.gaps;
    facts_.lost += static_cast<int64_t>(missing);
    if (facts_.gaps == 1) note("values are lost on the way; they are counted");
    const auto made_up = static_cast<uint64_t>(facts_.filled) + missing;
    const bool fills =
        made_up <= static_cast<uint64_t>(facts_.values) + kAlwaysFilled;
    fills ? fill(missing) : begin_at(position);
  }
  repeated_in_a_row_ = 0;
  facts_.values += static_cast<int64_t>(count);
  return true;
}

// From here on without what was before: a frame of the signal that is not
// complete is dropped, and so is what comes before the next one.
void StreamDecoder::begin_at(uint64_t position) {
  const size_t frame = held_.size();
  std::visit([&](auto& values) { values.resize(values.size() - place_); },
             values_);
  place_ = 0;
  skip_ = static_cast<int64_t>((frame - position % frame) % frame);
  next_ = position;
}

template <class Value>
void StreamDecoder::append_value(std::vector<Value>& to, double value) {
  to.push_back(static_cast<Value>(value));
  held_[place_] = value;
  place_ = place_ + 1 == held_.size() ? 0 : place_ + 1;
}

void StreamDecoder::fill(uint64_t count) {
  facts_.filled += static_cast<int64_t>(count);
  *next_ += count;
  const auto skipped = std::min<uint64_t>(count, static_cast<uint64_t>(skip_));
  skip_ -= static_cast<int64_t>(skipped);
  std::visit(
      [&](auto& values) {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        for (uint64_t i = skipped; i < count; ++i) {
          append_value(values, std::is_same_v<Value, float>
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : held_[place_]);
        }
      },
      values_);
}

template <class Raw>
void StreamDecoder::append_as(std::span<const uint8_t> bytes) {
  const size_t axes = description_->axes.size();
  for (size_t at = 0; at < bytes.size(); at += sizeof(Raw)) {
    if (skip_ > 0) {
      --skip_;
      continue;
    }
    double value = double{1} * load<Raw>(bytes, at);
    if (!description_->is_plain()) {
      const size_t axis = place_ % axes;
      value = value * description_->scale[axis] + description_->offset[axis];
    }
    if (std::abs(value) > double{std::numeric_limits<float>::max()}) {
      value = std::numeric_limits<double>::quiet_NaN();
    }
    std::visit([&](auto& to) { append_value(to, value); }, values_);
  }
}

void StreamDecoder::append(std::span<const uint8_t> values) {
  switch (description_->type) {
    case stream::Type::kInt16:
      return append_as<int16_t>(values);
    case stream::Type::kFloat32:
      return append_as<float>(values);
    case stream::Type::kUint8:
      return append_as<uint8_t>(values);
    case stream::Type::kInt8:
      return append_as<int8_t>(values);
  }
}

Signal StreamDecoder::take() {
  if (!description_) {
    throw Error("no sensor has described itself on the line",
                device_.empty() ? "the framed stream" : device_,
                "Is it a stream of docs/sensor_stream.md, at this speed?");
  }
  Signal signal = description_->empty_signal();
  std::visit(
      [&](auto& values) {
        auto& whole = std::get<std::decay_t<decltype(values)>>(signal.samples);
        whole.assign(values.begin(),
                     values.end() - static_cast<std::ptrdiff_t>(place_));
        values.erase(values.begin(),
                     values.end() - static_cast<std::ptrdiff_t>(place_));
      },
      values_);
  return signal;
}

}  // namespace mote
