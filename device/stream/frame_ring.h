// Frames of readings from an interrupt to the main loop, without locks.
//
// One producer (the interrupt handler: Place, Commit) and one consumer (the
// main loop: Oldest, Release). Neither ever waits. Every frame has a number;
// where the ring is full, frames are dropped and their numbers are missing.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace mote {
namespace stream {

class FrameRing {
 public:
  // Takes `size_bytes` of memory, aligned to 4 bytes, that outlives the ring.
  // capacity() is how many frames of `frame_bytes` find room.
  FrameRing(void* memory, uint32_t size_bytes, uint32_t frame_bytes)
      : memory_(static_cast<uint8_t*>(memory)),
        slot_bytes_(kNumberBytes + ((frame_bytes + 3) & ~UINT32_C(3))),
        slots_(size_bytes / slot_bytes_) {}

  // One slot stays empty, to tell a full ring from an empty one.
  uint32_t capacity() const { return slots_ == 0 ? 0 : slots_ - 1; }

  // Producer: where the next frame is to be written; null when the ring is
  // full, and then this frame is dropped.
  void* Place() {
    const uint32_t number = next_number_++;
    if (capacity() == 0) return nullptr;
    if (After(head_) == __atomic_load_n(&tail_, __ATOMIC_ACQUIRE)) {
      return nullptr;
    }
    uint8_t* slot = memory_ + head_ * slot_bytes_;
    __builtin_memcpy(slot, &number, kNumberBytes);
    return slot + kNumberBytes;
  }

  // Producer: the frame is at its place.
  void Commit() { __atomic_store_n(&head_, After(head_), __ATOMIC_RELEASE); }

  // Consumer: the frame that waits longest, and its number (modulo 2^32); null
  // when none waits. It stays until Release.
  const void* Oldest(uint32_t* number) const {
    if (tail_ == __atomic_load_n(&head_, __ATOMIC_ACQUIRE)) return nullptr;
    const uint8_t* slot = memory_ + tail_ * slot_bytes_;
    __builtin_memcpy(number, slot, kNumberBytes);
    return slot + kNumberBytes;
  }

  void Release() { __atomic_store_n(&tail_, After(tail_), __ATOMIC_RELEASE); }

 private:
  static constexpr uint32_t kNumberBytes = 4;

  uint32_t After(uint32_t slot) const {
    return slot + 1 == slots_ ? 0 : slot + 1;
  }

  uint8_t* memory_;
  uint32_t slot_bytes_, slots_;
  uint32_t head_ = 0, next_number_ = 0;  // written by the producer only
  uint32_t tail_ = 0;                    // written by the consumer only
};

}  // namespace stream
}  // namespace mote
