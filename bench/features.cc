// bench_features FOLDER COUNT: clips a second of one thread on the first COUNT
// WAV files below FOLDER (bench/features.md).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "lib/augment/augment.h"
#include "lib/features/bench.h"
#include "lib/signal/decode.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

std::vector<std::vector<int16_t>> read_clips(const fs::path& folder,
                                             size_t count) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".wav") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  files.resize(std::min(files.size(), count));
  std::vector<std::vector<int16_t>> clips;
  for (const auto& file : files) {
    clips.push_back(read_audio(file, 16000).int16_samples());
    clips.back().resize(16000);
  }
  return clips;
}

void print(const char* name, double rate) {
  fmt::print("{}\t{:.0f}\n", name, rate);
}

double augmented_clips_a_second(
    const FeatureBlock& block, const std::vector<std::vector<int16_t>>& clips) {
  const Augmenter augmenter({}, 16000, {clips.front()});
  double fastest_s = 1e9;
  for (int pass = 0; pass < 5; ++pass) {
    const auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < clips.size(); ++i) {
      block.run(augmenter.clip(clips[i], 16000, i));
    }
    fastest_s = std::min(
        fastest_s,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count());
  }
  return static_cast<double>(clips.size()) / fastest_s;
}

void measure(const fs::path& folder, size_t count) {
  const auto clips = read_clips(folder, count);
  const auto as_esphome = make_feature_block(
      "micro_frontend", R"({"hop":10,"weights":"rounded","warm_up":0})");
  const auto standard = make_feature_block("micro_frontend");
  print("micro frontend 30/10 ms, 98 rows", clips_a_second(*as_esphome, clips));
  print("micro frontend 30/20 ms, 49 rows after the warm-up",
        clips_a_second(*standard, clips));
  print("the same, augmented first",
        augmented_clips_a_second(*standard, clips));
}

}  // namespace
}  // namespace mote

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_features FOLDER COUNT\n");
    return 2;
  }
  mote::measure(argv[1], std::stoul(argv[2]));
  return 0;
}
