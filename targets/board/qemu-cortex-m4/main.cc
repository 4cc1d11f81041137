// The firmware's main on the emulated board. QEMU has no microphone: a host
// sends commands and samples through semihosting (mote's emulated Detector).
// All numbers are little-endian 32-bit words; samples are int16.
//
//   'R'                     reset, and paint the unused stack
//   'H' count samples...    hear, without inferring
//   'S'                     infer on what was heard -> a score for each label
//   'P' count samples...    the running signal     -> detections, end
//   'L' period count samples...  live: a timer interrupt each `period` ticks
//                           brings a block         -> detections, end
//   'M' count samples...    measure the running signal -> detections, end,
//                           ticks of the signal, ticks of ten scores
//
// A detection is {1, label, score, sample low, sample high}; the end is
// {0, dropped samples, the most samples that waited, deepest stack in bytes}.
#include <stdint.h>

#include "application.h"
#include "semihosting.h"
#include "sys_tick.h"

extern "C" uint32_t linker_stack_bottom[], linker_stack_top[];

namespace {

using mote::application::detector;
using mote::application::ring;
using mote::detect::Detection;

constexpr uint32_t kBlockSamples = mote::application::kBlockSamples;
int16_t block[kBlockSamples];

uint32_t ReadWord() {
  uint32_t word;
  semihosting::Read(&word, sizeof(word));
  return word;
}

// The next block of a signal of which `left` samples are still to come.
int32_t ReadBlock(uint32_t* left) {
  const uint32_t count = *left < kBlockSamples ? *left : kBlockSamples;
  semihosting::Read(block, count * sizeof(int16_t));
  *left -= count;
  return static_cast<int32_t>(count);
}

void WriteDetection(const Detection& detection) {
  const uint32_t words[] = {1, static_cast<uint32_t>(detection.label),
                            static_cast<uint32_t>(detection.score),
                            static_cast<uint32_t>(detection.sample),
                            static_cast<uint32_t>(detection.sample >> 32)};
  semihosting::Write(words, sizeof(words));
}

// Hands samples to the detector, reporting detections; how many it took.
int32_t PushOnce(const int16_t* samples, int32_t count) {
  Detection detection;
  bool detected = false;
  const int32_t taken = detector.Push(samples, count, &detection, &detected);
  if (detected) WriteDetection(detection);
  return taken;
}

void PushBlock(int32_t count) {
  for (int32_t done = 0; done < count;) {
    done += PushOnce(block + done, count - done);
  }
}

constexpr uint32_t kPaint = 0xA5A5A5A5;

#if defined(__riscv)
#define MOTE_READ_STACK_POINTER "mv %0, sp"
#else
#define MOTE_READ_STACK_POINTER "mov %0, sp"
#endif

// Paints the stack that is not in use.
void PaintStack() {
  uint32_t* end;
  __asm__ volatile(MOTE_READ_STACK_POINTER : "=r"(end));
  for (uint32_t* word = linker_stack_bottom; word < end; ++word) {
    *static_cast<volatile uint32_t*>(word) = kPaint;
  }
}

uint32_t StackUsedBytes() {
  const uint32_t* word = linker_stack_bottom;
  while (*static_cast<const volatile uint32_t*>(word) == kPaint) ++word;
  return static_cast<uint32_t>(linker_stack_top - word) * 4;
}

void End(uint32_t dropped, uint32_t most_waiting) {
  const uint32_t words[] = {0, dropped, most_waiting, StackUsedBytes()};
  semihosting::Write(words, sizeof(words));
}

void HearAll() {
  for (uint32_t left = ReadWord(); left > 0;) {
    const int32_t count = ReadBlock(&left);
    detector.Hear(block, count);
  }
}

void Score() {
  semihosting::Write(detector.Score(),
                     sizeof(int32_t) * mote::application::kLabelCount);
}

void PushAll() {
  for (uint32_t left = ReadWord(); left > 0;) PushBlock(ReadBlock(&left));
  End(0, 0);
}

volatile uint32_t samples_to_come;

// The main loop of a device: sleep, take what the interrupt brought, detect.
void Live() {
  const uint32_t period_ticks = ReadWord();
  const uint32_t dropped_before = ring.dropped();
  uint32_t most_waiting = 0;
  samples_to_come = ReadWord();
  sys_tick::Start(period_ticks, sys_tick::kInterrupt);
  for (;;) {
    const int16_t* samples = nullptr;
    const uint32_t waiting = ring.Peek(&samples);
    if (waiting == 0 && samples_to_come == 0) break;
    if (waiting == 0) {
      __asm__ volatile("wfi");
      continue;
    }
    if (waiting > most_waiting) most_waiting = waiting;
    const int32_t taken = PushOnce(samples, static_cast<int32_t>(waiting));
    ring.Release(static_cast<uint32_t>(taken));
  }
  sys_tick::Stop();
  End(ring.dropped() - dropped_before, most_waiting);
}

void Measure() {
  constexpr int kScores = 10;
  sys_tick::Start(sys_tick::kMask + 1, 0);
  uint32_t signal_ticks = 0;
  for (uint32_t left = ReadWord(); left > 0;) {
    const int32_t count = ReadBlock(&left);
    const uint32_t start = sys_tick::Now();
    PushBlock(count);
    signal_ticks += sys_tick::Elapsed(start, sys_tick::Now());
  }
  End(0, 0);
  const uint32_t start = sys_tick::Now();
  for (int i = 0; i < kScores; ++i) detector.Score();
  const uint32_t score_ticks = sys_tick::Elapsed(start, sys_tick::Now());
  sys_tick::Stop();
  const uint32_t words[] = {signal_ticks, score_ticks};
  semihosting::Write(words, sizeof(words));
}

}  // namespace

extern "C" void SysTickHandler() {
  uint32_t left = samples_to_come;
  if (left == 0) return;
  const int32_t count = ReadBlock(&left);
  ring.Push(block, static_cast<uint32_t>(count));
  samples_to_come = left;
}

extern "C" void Fault() { semihosting::Exit(2); }

int main() {
  semihosting::Open();
  detector.Reset();
  for (;;) {
    switch (ReadWord()) {
      case 'R':
        detector.Reset();
        PaintStack();
        break;
      case 'H':
        HearAll();
        break;
      case 'S':
        Score();
        break;
      case 'P':
        PushAll();
        break;
      case 'L':
        Live();
        break;
      case 'M':
        Measure();
        break;
      default:
        semihosting::Exit(3);
    }
  }
}
