// Whole frames out of a line that carries a sensor's stream: the host's side
// of device/stream/cobs_writer.h and its checksums.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace mote {

// The longest frame that is waited for; more without an end is no stream.
inline constexpr size_t kMostStreamFrameBytes = size_t{1} << 16;

class StreamFrameReader {
 public:
  // Takes bytes in pieces of any size and calls `take` with the content of
  // every whole frame whose checksum is right. All else is skipped: after
  // garbage the next frame that is whole is found, as each ends with a zero
  // and holds none.
  void push(std::span<const uint8_t> bytes,
            const std::function<void(std::span<const uint8_t>)>& take);

  int64_t whole() const { return whole_; }
  // Pieces between zeros that were no frame, or one that was damaged. The
  // first piece is not counted: who begins to listen misses its beginning.
  int64_t damaged() const { return damaged_; }

 private:
  void end_frame(const std::function<void(std::span<const uint8_t>)>& take);

  std::vector<uint8_t> waiting_;  // stuffed bytes of a frame without its end
  bool too_long_ = false, first_ = true;
  int64_t whole_ = 0, damaged_ = 0;
};

}  // namespace mote
