// Streams a sensor over the UART: a timer's interrupt reads it, the main loop
// frames what was read (docs/sensor_stream.md) and sends it.
#include "board_clock.h"
#include "device/stream/encoder.h"
#include "device/stream/frame_ring.h"
#include "sensor.h"
#include "sys_tick.h"
#include "uart.h"

namespace {

using mote::stream::BytesOf;
using mote::stream::Encoder;
using mote::stream::FrameRing;

constexpr uint32_t kRingBytes = 8192;
alignas(4) uint8_t ring_memory[kRingBytes];
FrameRing* ring;

// The timer counts to kMask at most: for slow sensors every n-th interrupt.
uint32_t interrupts_a_frame, interrupts_to_go;

// A sensor without a rate is read once a second.
uint32_t FramesPerPeriod() {
  return kSensor.frames_per_period == 0 ? 1 : kSensor.frames_per_period;
}
uint32_t PeriodSeconds() {
  return kSensor.period_seconds == 0 ? 1 : kSensor.period_seconds;
}

uint32_t FrameValues() {
  uint32_t values = kSensor.axis_count;
  for (uint32_t i = 0; i < kSensor.dimensions; ++i) values *= kSensor.shape[i];
  return values;
}

// Frames that share a data frame: up to a twentieth of a second, and up to
// kMostValues values.
uint32_t FramesABlock(uint32_t frame_values) {
  const uint32_t most = mote::stream::kMostValues / frame_values;
  const uint32_t soon = FramesPerPeriod() / (20 * PeriodSeconds());
  const uint32_t frames = most < soon ? most : soon;
  return frames == 0 ? 1 : frames;
}

void StartTimer() {
  const uint64_t ticks = static_cast<uint64_t>(board_clock::kTicksPerSecond) *
                         PeriodSeconds() / FramesPerPeriod();
  interrupts_a_frame = static_cast<uint32_t>(ticks / sys_tick::kMask) + 1;
  interrupts_to_go = interrupts_a_frame;
  sys_tick::Start(static_cast<uint32_t>(ticks / interrupts_a_frame),
                  sys_tick::kInterrupt);
}

void WriteUart(void*, const uint8_t* bytes, size_t count) {
  for (size_t i = 0; i < count; ++i) uart::Write(bytes[i]);
}

// Frames that follow each other, until they are sent together.
class Block {
 public:
  Block(Encoder& encoder, uint32_t frame_values)
      : encoder_(encoder),
        frame_values_(frame_values),
        frame_bytes_(frame_values * BytesOf(kSensor.type)),
        most_(FramesABlock(frame_values)) {}

  void Take(uint32_t number, const void* frame) {
    if (number != next_) {
      Send();
      encoder_.Skip(static_cast<uint64_t>(number - next_) * frame_values_);
      next_ = number;
    }
    ++next_;
    if (most_ == 1) {
      encoder_.Send(frame, frame_values_);
      return;
    }
    __builtin_memcpy(bytes_ + frames_ * frame_bytes_, frame, frame_bytes_);
    if (++frames_ == most_) Send();
  }

 private:
  void Send() {
    encoder_.Send(bytes_, frames_ * frame_values_);
    frames_ = 0;
  }

  Encoder& encoder_;
  uint32_t frame_values_, frame_bytes_, most_;
  uint32_t frames_ = 0, next_ = 0;
  alignas(4) uint8_t bytes_[mote::stream::kMostValues * 4];
};

}  // namespace

extern "C" void SysTickHandler() {
  if (--interrupts_to_go > 0) return;
  interrupts_to_go = interrupts_a_frame;
  void* frame = ring->Place();
  if (frame == nullptr) return;
  ReadSensor(frame);
  ring->Commit();
}

extern "C" void Fault() {
  for (;;) {
  }
}

int main() {
  const uint32_t values = FrameValues();
  FrameRing frames(ring_memory, kRingBytes, values * BytesOf(kSensor.type));
  ring = &frames;
  uart::Start();
  Encoder encoder(kSensor, WriteUart, nullptr);
  Block block(encoder, values);
  encoder.Start();
  if (frames.capacity() == 0) encoder.Say("a frame is larger than the memory");
  StartSensor();
  StartTimer();
  for (;;) {
    uint32_t number = 0;
    const void* frame = ring->Oldest(&number);
    if (frame == nullptr) {
      __asm__ volatile("wfi");
      continue;
    }
    block.Take(number, frame);
    ring->Release();
  }
}
