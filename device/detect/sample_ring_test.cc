#include "device/detect/sample_ring.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace mote::detect {
namespace {

TEST(SampleRing, GivesSamplesBackInOrderAcrossTheEndOfItsMemory) {
  int16_t memory[8];
  SampleRing ring(memory, 8);
  int16_t next_in = 0, next_out = 0;
  for (int round = 0; round < 20; ++round) {
    const int16_t samples[5] = {next_in, static_cast<int16_t>(next_in + 1),
                                static_cast<int16_t>(next_in + 2),
                                static_cast<int16_t>(next_in + 3),
                                static_cast<int16_t>(next_in + 4)};
    EXPECT_EQ(ring.Push(samples, 5), 5u);
    next_in += 5;
    const int16_t* waiting = nullptr;
    while (const uint32_t count = ring.Peek(&waiting)) {
      for (uint32_t i = 0; i < count; ++i) EXPECT_EQ(waiting[i], next_out++);
      ring.Release(count);
    }
  }
  EXPECT_EQ(next_out, 100);
  EXPECT_EQ(ring.dropped(), 0u);
}

TEST(SampleRing, DropsTheNewestSamplesAndCountsThem) {
  int16_t memory[4];
  SampleRing ring(memory, 4);
  const int16_t samples[6] = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(ring.Push(samples, 6), 4u);
  EXPECT_EQ(ring.Push(samples, 1), 0u);
  EXPECT_EQ(ring.dropped(), 3u);
  const int16_t* waiting = nullptr;
  ASSERT_EQ(ring.Peek(&waiting), 4u);
  EXPECT_EQ(waiting[3], 4);
}

TEST(SampleRing, LosesNothingBetweenTwoThreads) {
  std::vector<int16_t> memory(1024);
  SampleRing ring(memory.data(), 1024);
  constexpr int kCount = 1 << 16;
  std::thread producer([&] {
    for (int i = 0; i < kCount;) {
      const int16_t sample = static_cast<int16_t>(i);
      i += static_cast<int>(ring.Push(&sample, 1));
    }
  });
  int received = 0, wrong = 0;
  while (received < kCount) {
    const int16_t* waiting = nullptr;
    const uint32_t count = ring.Peek(&waiting);
    for (uint32_t i = 0; i < count; ++i) {
      wrong += waiting[i] != static_cast<int16_t>(received++);
    }
    ring.Release(count);
  }
  producer.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace mote::detect
