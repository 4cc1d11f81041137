// Samples from an interrupt to the main loop, without locks.
//
// One producer (an interrupt handler: DMA half complete, timer) and one
// consumer (the main loop). The application owns the ring and its memory; the
// producer may call Push only, the consumer everything else. Neither ever
// waits: when the ring is full the newest samples are dropped and counted, so
// that what the consumer already sees stays whole.
#pragma once

#include <stdint.h>

namespace mote {
namespace detect {

class SampleRing {
 public:
  // `memory` holds `capacity` samples, a power of two up to 2^30, and must
  // outlive the ring.
  constexpr SampleRing(int16_t* memory, uint32_t capacity)
      : memory_(memory), mask_(capacity - 1) {}

  // Producer: appends up to `count` samples and returns how many fitted; the
  // others are added to dropped(). Bounded time, no calls, safe at any
  // interrupt priority.
  uint32_t Push(const int16_t* samples, uint32_t count) {
    const uint32_t head = head_;
    const uint32_t used = head - __atomic_load_n(&tail_, __ATOMIC_ACQUIRE);
    const uint32_t room = mask_ + 1 - used;
    const uint32_t taken = count < room ? count : room;
    for (uint32_t i = 0; i < taken; ++i) {
      memory_[(head + i) & mask_] = samples[i];
    }
    __atomic_store_n(&head_, head + taken, __ATOMIC_RELEASE);
    __atomic_store_n(&dropped_, dropped_ + (count - taken), __ATOMIC_RELAXED);
    return taken;
  }

  // Consumer: points `samples` at the oldest ones and returns how many lie
  // there in one piece (at the end of the memory, fewer than are waiting).
  // They stay valid until Release.
  uint32_t Peek(const int16_t** samples) const {
    const uint32_t waiting = __atomic_load_n(&head_, __ATOMIC_ACQUIRE) - tail_;
    const uint32_t start = tail_ & mask_;
    const uint32_t to_end = mask_ + 1 - start;
    *samples = memory_ + start;
    return waiting < to_end ? waiting : to_end;
  }

  // Consumer: gives `count` samples of the last Peek back to the producer.
  void Release(uint32_t count) {
    __atomic_store_n(&tail_, tail_ + count, __ATOMIC_RELEASE);
  }

  // Samples that found no room since power-on. 0 when the main loop keeps up.
  uint32_t dropped() const {
    return __atomic_load_n(&dropped_, __ATOMIC_RELAXED);
  }

 private:
  int16_t* memory_;
  uint32_t mask_;
  // Running counts modulo 2^32; their difference is what waits.
  uint32_t head_ = 0;     // written by the producer only
  uint32_t dropped_ = 0;  // written by the producer only
  uint32_t tail_ = 0;     // written by the consumer only
};

}  // namespace detect
}  // namespace mote
