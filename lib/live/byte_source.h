// Where a sensor's bytes come from: a serial port, a network, a file of bytes
// that were captured before. What they mean is a decoder's business.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace mote {

// Bytes that arrived together: some of a stream, one message, one picture.
struct Chunk {
  int64_t arrived_ns = 0;  // since the source was opened; never falls
  std::vector<uint8_t> bytes;
};

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // What has arrived, waiting up to `timeout` for the first of it. No bytes:
  // nothing came in that time. Nothing: the stream has ended. Throws Error when
  // the device is gone or fails.
  virtual std::optional<Chunk> read(std::chrono::milliseconds timeout) = 0;

  // How often bytes were lost because read() was called too late.
  virtual int64_t gaps() const { return 0; }

  // Of a source that was captured before: how many chunks had been taken when
  // the user was prompted next. -1: this one is live.
  virtual int64_t chunks_before_prompt() { return -1; }
};

// Nanoseconds since it was made.
class ArrivalClock {
 public:
  int64_t now_ns() const {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now() - start_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
};

}  // namespace mote
