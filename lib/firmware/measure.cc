#include "lib/firmware/measure.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/emulator.h"

namespace mote {
namespace {

constexpr int kLeastSeconds = 4;
constexpr int kScores = 10;  // inferences that the board's main times

// Whole seconds in which the window fills and moves on.
int measured_seconds(const FeatureBlock& features) {
  const double signal_s =
      features.signal_samples() / features.samples_a_second();
  return std::max(kLeastSeconds, static_cast<int>(std::ceil(2 * signal_s)));
}

// Noise that swells and fades four times a second: all branches of a feature
// block are taken, always the same way.
std::vector<int16_t> measuring_signal(const FeatureBlock& features) {
  const double rate_hz = features.samples_a_second();
  const auto count = static_cast<size_t>(rate_hz * measured_seconds(features));
  std::vector<int16_t> samples(count);
  for (size_t i = 0; i < count; ++i) {
    const double swell =
        std::fabs(std::sin(static_cast<double>(i) * 4 * M_PI / rate_hz));
    const double noise =
        static_cast<double>(mix64(1, i) >> 48) / 32768.0 - 1;  // -1..1
    samples[i] = static_cast<int16_t>(noise * swell * 12000);
  }
  return samples;
}

// What ends an answer: see main.cc of the board.
struct End {
  int32_t dropped, most_waiting, stack_bytes;
};

End receive_end(Emulator& emulator) {
  while (emulator.receive(1)[0] != 0) emulator.receive(4);  // a detection
  const std::vector<int32_t> words = emulator.receive(3);
  return {words[0], words[1], words[2]};
}

void send(Emulator& emulator, std::vector<uint32_t> words,
          const std::vector<int16_t>& samples) {
  words.push_back(static_cast<uint32_t>(samples.size()));
  emulator.send(words);
  emulator.send(samples);
}

int64_t instructions(const Target& target, int32_t ticks) {
  return std::llround(ticks * target.qemu_instructions_per_tick);
}

void measure_instructions(const Target& target,
                          const std::filesystem::path& elf,
                          const std::vector<int16_t>& signal, int seconds,
                          FirmwareFacts& facts) {
  Emulator emulator(target, elf, Emulator::Clock::kCounted);
  send(emulator, {'R', 'H'}, signal);  // fills the window
  send(emulator, {'M'}, signal);
  facts.stack_bytes = receive_end(emulator).stack_bytes;
  const std::vector<int32_t> counts = emulator.receive(2);
  facts.instructions_a_second = instructions(target, counts[0]) / seconds;
  facts.instructions_an_inference = instructions(target, counts[1]) / kScores;
}

void measure_live(const Target& target, const std::filesystem::path& elf,
                  const std::vector<int16_t>& signal,
                  const FeatureBlock& features, FirmwareFacts& facts) {
  const double instructions_a_hop =
      target.clock_hz / target.cycles_per_instruction * features.hop_samples() /
      features.samples_a_second();
  const double period_ticks =
      instructions_a_hop / target.qemu_instructions_per_tick;
  Emulator emulator(target, elf, Emulator::Clock::kCounted);
  send(emulator, {'R', 'H'}, signal);
  send(emulator, {'L', static_cast<uint32_t>(std::lround(period_ticks))},
       signal);
  const End end = receive_end(emulator);
  facts.dropped_samples = end.dropped;
  facts.most_waiting_ms =
      end.most_waiting * 1000.0 / features.samples_a_second();
  facts.stack_bytes = std::max<int64_t>(facts.stack_bytes, end.stack_bytes);
}

}  // namespace

FirmwareFacts measure_firmware(const Target& target,
                               const std::filesystem::path& elf,
                               const FeatureBlock& features) {
  const ElfImage image = read_elf(elf);
  FirmwareFacts facts;
  facts.flash_bytes = image.flash_bytes;
  facts.ram_bytes = image.ram_bytes;
  if (target.qemu_program.empty()) return facts;

  facts.measured = true;
  const auto signal = measuring_signal(features);
  measure_instructions(target, elf, signal, measured_seconds(features), facts);
  if (target.clock_hz == 0) return facts;
  const double instructions_per_s =
      static_cast<double>(target.clock_hz) / target.cycles_per_instruction;
  facts.cpu_share =
      static_cast<double>(facts.instructions_a_second) / instructions_per_s;
  facts.inference_ms = static_cast<double>(facts.instructions_an_inference) *
                       1000 / instructions_per_s;
  measure_live(target, elf, signal, features, facts);
  return facts;
}

}  // namespace mote
