#include "stages/collect/record/frame_buffer.h"

#include <algorithm>

#include "lib/base/error.h"

namespace mote {

FrameBuffer::FrameBuffer(const LiveFormat& format)
    : width_(format.frame_values()), values_(no_values(format.type)) {}

void FrameBuffer::append(const SignalValues& values) {
  std::visit(
      [&](const auto& fresh) {
        auto* mine = std::get_if<std::decay_t<decltype(fresh)>>(&values_);
        if (mine == nullptr) throw Error("a source changed its type of values");
        mine->insert(mine->end(), fresh.begin(), fresh.end());
      },
      values);
  end_ = begin_ + static_cast<int64_t>(value_count(values_) / width_);
}

void FrameBuffer::forget_before(int64_t frame) {
  frame = std::min(frame, end_);
  if (frame - begin_ <= (end_ - begin_) / 2) return;
  std::visit(
      [&](auto& list) {
        list.erase(
            list.begin(),
            list.begin() + (frame - begin_) * static_cast<int64_t>(width_));
      },
      values_);
  begin_ = frame;
}

size_t FrameBuffer::frame_bytes() const {
  return width_ *
         std::visit([](const auto& list) { return sizeof(list[0]); }, values_);
}

SignalValues FrameBuffer::copy(int64_t first, int64_t end) const {
  const auto width = static_cast<int64_t>(width_);
  return std::visit(
      [&](const auto& list) -> SignalValues {
        return std::decay_t<decltype(list)>(
            list.begin() + (first - begin_) * width,
            list.begin() + (end - begin_) * width);
      },
      values_);
}

double FrameBuffer::value(int64_t frame, size_t channel) const {
  const size_t at = static_cast<size_t>(frame - begin_) * width_ + channel;
  return std::visit(
      [&](const auto& list) { return static_cast<double>(list[at]); }, values_);
}

}  // namespace mote
