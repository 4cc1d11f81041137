// The firmware's main on the emulated board. QEMU has no microphone: a host
// sends commands and samples through semihosting (mote's emulated Detector).
// All numbers are little-endian 32-bit words; samples are int16, in blocks.
//
//   'R'                    reset
//   'S' blocks samples...  reset, hear, score     -> a score for each label
//   'P' blocks samples...  the running signal     -> detections, end
//   'L' period blocks samples...  live: a timer interrupt each `period` ticks
//                          brings a block         -> detections, end
//   'M' blocks samples...  measure                -> ticks of the signal,
//                          ticks of ten scores, bytes of stack
//
// A detection is {1, label, score, sample low, sample high}; the end is
// {0, dropped samples, samples waiting at most}.
#include <stdint.h>

#include "application.h"
#include "semihosting.h"
#include "sys_tick.h"

extern "C" uint32_t linker_stack_bottom[], linker_stack_top[];

namespace {

using mote::application::detector;
using mote::application::ring;
using mote::detect::Detection;

constexpr int32_t kBlockSamples = mote::application::kBlockSamples;
int16_t block[kBlockSamples];

uint32_t ReadWord() {
  uint32_t word;
  semihosting::Read(&word, sizeof(word));
  return word;
}

void ReadBlock() { semihosting::Read(block, sizeof(block)); }

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

void PushBlock() {
  for (int32_t done = 0; done < kBlockSamples;) {
    done += PushOnce(block + done, kBlockSamples - done);
  }
}

void End(uint32_t dropped, uint32_t most_waiting) {
  const uint32_t words[] = {0, dropped, most_waiting};
  semihosting::Write(words, sizeof(words));
}

void Score() {
  detector.Reset();
  for (uint32_t blocks = ReadWord(); blocks > 0; --blocks) {
    ReadBlock();
    detector.Hear(block, kBlockSamples);
  }
  semihosting::Write(detector.Score(),
                     sizeof(int32_t) * mote::application::kLabelCount);
}

void PushAll() {
  for (uint32_t blocks = ReadWord(); blocks > 0; --blocks) {
    ReadBlock();
    PushBlock();
  }
  End(0, 0);
}

volatile uint32_t blocks_to_come;

// The main loop of a device: sleep, take what the interrupt brought, detect.
void Live() {
  const uint32_t period_ticks = ReadWord();
  const uint32_t dropped_before = ring.dropped();
  uint32_t most_waiting = 0;
  blocks_to_come = ReadWord();
  sys_tick::Start(period_ticks, sys_tick::kInterrupt);
  for (;;) {
    const int16_t* samples = nullptr;
    const uint32_t waiting = ring.Peek(&samples);
    if (waiting == 0 && blocks_to_come == 0) break;
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

// Paints the unused stack; returns where painting stopped.
constexpr uint32_t kPaint = 0xA5A5A5A5;

__attribute__((noinline)) void PaintStack() {
  uint32_t here;
  for (uint32_t* word = linker_stack_bottom; word < &here - 8; ++word) {
    *static_cast<volatile uint32_t*>(word) = kPaint;
  }
}

uint32_t StackUsedBytes() {
  const uint32_t* word = linker_stack_bottom;
  while (*static_cast<const volatile uint32_t*>(word) == kPaint) ++word;
  return static_cast<uint32_t>(linker_stack_top - word) * 4;
}

void Measure() {
  constexpr int kScores = 10;
  detector.Reset();
  PaintStack();
  sys_tick::Start(sys_tick::kMask + 1, 0);
  uint32_t signal_ticks = 0;
  for (uint32_t blocks = ReadWord(); blocks > 0; --blocks) {
    ReadBlock();
    const uint32_t start = sys_tick::Now();
    PushBlock();
    signal_ticks += sys_tick::Elapsed(start, sys_tick::Now());
  }
  End(0, 0);
  const uint32_t start = sys_tick::Now();
  for (int i = 0; i < kScores; ++i) detector.Score();
  const uint32_t score_ticks = sys_tick::Elapsed(start, sys_tick::Now());
  sys_tick::Stop();
  const uint32_t words[] = {signal_ticks, score_ticks, StackUsedBytes()};
  semihosting::Write(words, sizeof(words));
}

}  // namespace

extern "C" void SysTickHandler() {
  if (blocks_to_come == 0) return;
  ReadBlock();
  ring.Push(block, kBlockSamples);
  blocks_to_come = blocks_to_come - 1;
}

extern "C" void Fault() { semihosting::Exit(2); }

int main() {
  semihosting::Open();
  detector.Reset();
  for (;;) {
    switch (ReadWord()) {
      case 'R':
        detector.Reset();
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
