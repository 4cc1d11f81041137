#include "lib/signal/quiet.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace mote {
namespace {

constexpr size_t kSteps = 10;  // of the search, in the length of a part

std::vector<int64_t> loudness_of_steps(std::span<const int16_t> clip,
                                       size_t step) {
  std::vector<int64_t> sums(clip.size() / step);
  for (size_t i = 0; i < sums.size(); ++i) {
    int32_t sum = 0;  // a step takes up to 65,535 samples
    for (const int16_t x : clip.subspan(i * step, step)) sum += std::abs(x);
    sums[i] = sum;
  }
  return sums;
}

}  // namespace

std::span<const int16_t> quietest_part(std::span<const int16_t> clip,
                                       size_t length) {
  const size_t step = std::max<size_t>(1, length / kSteps);
  if (clip.size() <= length) return clip;
  const auto sums = loudness_of_steps(clip, step);
  const size_t steps = std::min(sums.size(), length / step);
  int64_t sum = 0;
  for (size_t i = 0; i < steps; ++i) sum += sums[i];
  int64_t least = sum;
  size_t best = 0;
  for (size_t i = steps; i < sums.size(); ++i) {
    sum += sums[i] - sums[i - steps];
    const size_t start = (i + 1 - steps) * step;
    if (sum < least && start + length <= clip.size()) {
      least = sum;
      best = start;
    }
  }
  return clip.subspan(best, length);
}

void play_to_and_fro(std::span<const int16_t> sound,
                     std::span<int16_t> samples) {
  if (sound.empty()) return;
  while (!samples.empty()) {
    const size_t forth = std::min(samples.size(), sound.size());
    std::copy_n(sound.begin(), forth, samples.begin());
    samples = samples.subspan(forth);
    const size_t back = std::min(samples.size(), sound.size());
    std::reverse_copy(sound.end() - back, sound.end(), samples.begin());
    samples = samples.subspan(back);
  }
}

}  // namespace mote
