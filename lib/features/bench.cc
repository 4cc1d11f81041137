#include "lib/features/bench.h"

#include <algorithm>
#include <chrono>

#include "lib/base/hash.h"

namespace mote {

double clips_a_second(const FeatureBlock& block,
                      std::span<const std::vector<int16_t>> clips,
                      double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  constexpr int kPasses = 3;
  double fastest_s = 1e9;
  volatile int8_t used = 0;  // keeps the work from being left out
  const auto start = Clock::now();
  for (int pass = 0; pass < kPasses || since(start) < seconds; ++pass) {
    const auto pass_start = Clock::now();
    for (const auto& clip : clips) used = block.run(clip).back();
    fastest_s = std::min(fastest_s, since(pass_start));
  }
  static_cast<void>(used);
  return static_cast<double>(clips.size()) / fastest_s;
}

std::vector<std::vector<int16_t>> bench_clips(const FeatureBlock& block,
                                              int count) {
  std::vector<std::vector<int16_t>> clips(count);
  const int size = block.signal_samples();
  for (int i = 0; i < count; ++i) {
    for (int t = 0; t < size; ++t) {
      const uint64_t bits = mix64(i, t);
      const auto noise = static_cast<int16_t>(bits);
      clips[i].push_back(static_cast<int16_t>(noise * int64_t{t} / size));
    }
  }
  return clips;
}

}  // namespace mote
