// CRC-32C (Castagnoli polynomial, as in RFC 3720), a byte at a time: with a
// table of 16 words it costs 64 bytes of flash.
#pragma once

#include <stdint.h>

namespace mote {
namespace stream {

class Crc32c {
 public:
  void Add(uint8_t byte) {
    state_ ^= byte;
    state_ = (state_ >> 4) ^ kNibbles[state_ & 15];
    state_ = (state_ >> 4) ^ kNibbles[state_ & 15];
  }
  uint32_t value() const { return ~state_; }

 private:
  static const uint32_t kNibbles[16];
  uint32_t state_ = 0xFFFFFFFF;
};

}  // namespace stream
}  // namespace mote
