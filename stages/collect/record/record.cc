#include "stages/collect/record/record.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "lib/base/file.h"
#include "lib/signal/decode.h"

namespace mote {
namespace {

constexpr double kRate_hz = 16000;
constexpr int kSilentTakes = 3;  // in a row, until we give up
// A word is at least this much louder than the quietest tenth of its take.
constexpr double kHeardRatio_db = 10;
constexpr size_t kBlock = 800;  // 50 ms

double energy(std::span<const int16_t> samples) {
  double sum = 0;
  for (int16_t sample : samples) sum += double{1} * sample * sample;
  return sum / static_cast<double>(samples.size());
}

// Whether something stands out of the room's noise.
bool word_heard(std::span<const int16_t> take) {
  std::vector<double> blocks;
  for (size_t at = 0; at + kBlock <= take.size(); at += kBlock) {
    blocks.push_back(energy(take.subspan(at, kBlock)));
  }
  if (blocks.empty()) return false;
  std::sort(blocks.begin(), blocks.end());
  const double room = blocks[blocks.size() / 10] + 1;
  return 10 * std::log10(blocks.back() / room) >= kHeardRatio_db;
}

std::vector<int16_t> hear(const RecordOptions& options, Run& run,
                          const Listen& listen) {
  ListenOptions listening;
  listening.rate_hz = kRate_hz;
  listening.device = options.microphone;
  const auto wanted = static_cast<size_t>(options.listening_s * kRate_hz);
  std::vector<int16_t> take;
  listen(listening, run.stop, [&](std::span<const int16_t> samples) {
    take.insert(take.end(), samples.begin(), samples.end());
    return take.size() < wanted;
  });
  run.throw_if_stopped();
  take.resize(std::min(take.size(), wanted));
  return take;
}

// A name that tells takes of the same speaker apart.
std::string take_name(const std::string& group, int take) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now);
  return group + "_nohash_" + std::to_string(seconds.count()) + "_" +
         std::to_string(take) + ".wav";
}

ImportReport keep(Store& store, const RecordOptions& options, Run& run,
                  std::span<const int16_t> take, int number) {
  const auto frames = static_cast<size_t>(options.window_s * kRate_hz);
  const size_t first = loudest_window(take, frames);
  const auto window = take.subspan(first, std::min(frames, take.size()));
  const TemporaryFolder folder;
  const fs::path file = folder.path() / take_name(options.group, number);
  write_wav(file, mono_audio(kRate_hz, {window.begin(), window.end()}));
  ImportOptions importing;
  importing.label = options.label;
  importing.group = options.group;
  return import_recordings(file, store, importing, run);
}

}  // namespace

size_t loudest_window(std::span<const int16_t> samples, size_t frames) {
  if (samples.size() <= frames) return 0;
  double inside = 0;
  for (size_t i = 0; i < frames; ++i)
    inside += double{1} * samples[i] * samples[i];
  double best = inside;
  size_t best_first = 0;
  for (size_t end = frames; end < samples.size(); ++end) {
    inside += double{1} * samples[end] * samples[end];
    inside -= double{1} * samples[end - frames] * samples[end - frames];
    if (inside > best) best = inside, best_first = end - frames + 1;
  }
  return best_first;
}

ImportReport record_word(Store& store, const RecordOptions& options, Run& run,
                         const Listen& listen) {
  ImportReport report;
  const std::string prompt = "say: " + options.label;
  for (int made = 0, silent = 0; made < options.count;) {
    run.progress.update(prompt, made, options.count, "now");
    const std::vector<int16_t> take = hear(options, run, listen);
    if (!word_heard(take)) {
      if (++silent == kSilentTakes) {
        throw Error("nothing is heard", "the microphone",
                    "Check that it is on and not muted, speak closer to it, "
                    "or choose another with --microphone NAME.");
      }
      run.progress.note("Nothing was heard: once more.");
      continue;
    }
    silent = 0;
    report.add(keep(store, options, run, take, made));
    ++made;
  }
  run.progress.update(prompt, options.count, options.count, "done");
  return report;
}

}  // namespace mote
