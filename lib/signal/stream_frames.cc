#include "lib/signal/stream_frames.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "device/stream/crc32c.h"

namespace mote {
namespace {

constexpr size_t kChecksumBytes = 4;

// The bytes that were stuffed; none when a block is longer than what is left.
std::optional<std::vector<uint8_t>> unstuff(std::span<const uint8_t> stuffed) {
  std::vector<uint8_t> bytes;
  bytes.reserve(stuffed.size());
  while (!stuffed.empty()) {
    const size_t length = stuffed[0];
    if (length == 0 || length > stuffed.size()) return std::nullopt;
    const auto block = stuffed.subspan(1, length - 1);
    bytes.insert(bytes.end(), block.begin(), block.end());
    stuffed = stuffed.subspan(length);
    if (length < 255 && !stuffed.empty()) bytes.push_back(0);
  }
  return bytes;
}

bool checksum_is_right(std::span<const uint8_t> frame) {
  if (frame.size() <= kChecksumBytes) return false;
  stream::Crc32c crc;
  const size_t content = frame.size() - kChecksumBytes;
  for (uint8_t byte : frame.first(content)) crc.Add(byte);
  uint32_t told = 0;
  std::memcpy(&told, frame.data() + content, kChecksumBytes);
  return told == crc.value();
}

}  // namespace

void StreamFrameReader::end_frame(
    const std::function<void(std::span<const uint8_t>)>& take) {
  const bool first = std::exchange(first_, false);
  const bool too_long = std::exchange(too_long_, false);
  const std::vector<uint8_t> stuffed = std::exchange(waiting_, {});
  if (stuffed.empty() && !too_long) return;
  const auto frame = unstuff(stuffed);
  if (too_long || !frame || !checksum_is_right(*frame)) {
    if (!first) ++damaged_;
    return;
  }
  ++whole_;
  take(std::span(*frame).first(frame->size() - kChecksumBytes));
}

void StreamFrameReader::push(
    std::span<const uint8_t> bytes,
    const std::function<void(std::span<const uint8_t>)>& take) {
  while (!bytes.empty()) {
    const auto end = std::find(bytes.begin(), bytes.end(), 0);
    const auto piece = bytes.first(static_cast<size_t>(end - bytes.begin()));
    if (waiting_.size() + piece.size() > kMostStreamFrameBytes) {
      too_long_ = true;
      waiting_.clear();
    }
    if (!too_long_) {
      waiting_.insert(waiting_.end(), piece.begin(), piece.end());
    }
    if (end == bytes.end()) return;
    end_frame(take);
    bytes = bytes.subspan(piece.size() + 1);
  }
}

}  // namespace mote
