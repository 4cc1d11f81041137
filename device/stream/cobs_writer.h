// Consistent Overhead Byte Stuffing (Cheshire and Baker, SIGCOMM 1997): bytes
// without a zero among them, so that a zero can end a frame. It costs one byte
// in 254, and one a frame.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace mote {
namespace stream {

// Where bytes go: a UART, a socket. Takes all of them; may wait for that.
using Write = void (*)(void* context, const uint8_t* bytes, size_t count);

class CobsWriter {
 public:
  constexpr CobsWriter(Write write, void* context)
      : write_(write), context_(context) {}

  void Put(uint8_t byte) {
    if (byte != 0) block_[count_++] = byte;
    if (byte == 0 || count_ == kLongest) Flush();
  }

  void EndFrame() {
    Flush();
    EndLine();
  }

  // A zero alone: ends what somebody else began.
  void EndLine() {
    static const uint8_t kEnd = 0;
    write_(context_, &kEnd, 1);
  }

 private:
  static constexpr uint32_t kLongest = 255;

  // A block: its length, then its bytes, none of them zero. A zero follows in
  // the frame if it is shorter than kLongest.
  void Flush() {
    block_[0] = static_cast<uint8_t>(count_);
    write_(context_, block_, count_);
    count_ = 1;
  }

  Write write_;
  void* context_;
  uint32_t count_ = 1;  // bytes in block_, its length's place included
  uint8_t block_[kLongest] = {};
};

}  // namespace stream
}  // namespace mote
