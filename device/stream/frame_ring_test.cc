#include "device/stream/frame_ring.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <thread>

namespace mote::stream {
namespace {

bool put(FrameRing& ring, int16_t value) {
  void* place = ring.Place();
  if (place == nullptr) return false;
  const int16_t frame[3] = {value, static_cast<int16_t>(value + 1), 7};
  std::memcpy(place, frame, sizeof(frame));
  ring.Commit();
  return true;
}

TEST(FrameRing, KeepsOrderAndNumbersWhatIsDropped) {
  alignas(4) uint8_t memory[12 * 4 + 3];  // slots of 4 + 8 bytes
  FrameRing ring(memory, sizeof(memory), 6);
  EXPECT_EQ(ring.capacity(), 3u);
  uint32_t number = 99;
  EXPECT_EQ(ring.Oldest(&number), nullptr);
  for (int16_t i = 0; i < 3; ++i) EXPECT_TRUE(put(ring, i));
  EXPECT_FALSE(put(ring, 3));
  EXPECT_FALSE(put(ring, 4));
  const auto* frame = static_cast<const int16_t*>(ring.Oldest(&number));
  ASSERT_NE(frame, nullptr);
  EXPECT_EQ(number, 0u);
  EXPECT_EQ(frame[0], 0);
  ring.Release();
  EXPECT_TRUE(put(ring, 5));
  for (uint32_t expected : {1u, 2u, 5u}) {
    frame = static_cast<const int16_t*>(ring.Oldest(&number));
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(number, expected);
    EXPECT_EQ(frame[1], static_cast<int>(expected) + 1);
    ring.Release();
  }
  EXPECT_EQ(ring.Oldest(&number), nullptr);
}

TEST(FrameRing, FramesThatFindNoRoomAreDropped) {
  alignas(4) uint8_t memory[16];
  FrameRing ring(memory, sizeof(memory), 100);
  EXPECT_EQ(ring.capacity(), 0u);
  EXPECT_EQ(ring.Place(), nullptr);
}

TEST(FrameRing, TwoThreadsAgree) {
  alignas(4) uint8_t memory[12 * 8];
  FrameRing ring(memory, sizeof(memory), 6);
  std::atomic<bool> done = false;
  std::thread producer([&] {
    for (int i = 0; i < 200000; ++i) put(ring, static_cast<int16_t>(i));
    done = true;
  });
  uint32_t taken = 0, before = 0, number = 0;
  for (bool last = false; !last;) {
    last = done;
    while (const void* frame = ring.Oldest(&number)) {
      EXPECT_TRUE(taken == 0 || number > before);
      EXPECT_EQ(*static_cast<const int16_t*>(frame),
                static_cast<int16_t>(number));
      before = number;
      ++taken;
      ring.Release();
    }
  }
  producer.join();
  EXPECT_GE(taken, ring.capacity());
}

}  // namespace
}  // namespace mote::stream
