#include "lib/features/heard_signal.h"

#include <algorithm>
#include <cstdlib>

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

// `quiet` forwards and backwards in turn, from its start.
void play_to_and_fro(std::span<const int16_t> quiet,
                     std::span<int16_t> samples) {
  while (!samples.empty()) {
    const size_t forth = std::min(samples.size(), quiet.size());
    std::copy_n(quiet.begin(), forth, samples.begin());
    samples = samples.subspan(forth);
    const size_t back = std::min(samples.size(), quiet.size());
    std::reverse_copy(quiet.end() - back, quiet.end(), samples.begin());
    samples = samples.subspan(back);
  }
}

}  // namespace

size_t quietest_part(std::span<const int16_t> clip, size_t length) {
  const size_t step = std::max<size_t>(1, length / kSteps);
  if (clip.size() <= length) return 0;
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
  return best;
}

HeardSignal heard_signal(std::span<const int16_t> clip, size_t warm_up,
                         size_t length, size_t quiet_part) {
  HeardSignal heard;
  heard.samples.resize(warm_up + length);
  heard.period = 2 * quiet_part;
  heard.quiet_end = warm_up;
  const size_t size = std::min(clip.size(), length);
  if (size < length) heard.quiet_end += (length - size) / 2;

  // A clip shorter than the part is itself played to and fro.
  const auto quiet = clip.subspan(quietest_part(clip, quiet_part),
                                  std::min(clip.size(), quiet_part));
  if (quiet.size() < quiet_part) heard.period = 2 * quiet.size();
  if (quiet.empty()) return heard;
  play_to_and_fro(quiet, heard.samples);
  const auto middle = clip.subspan((clip.size() - size) / 2, size);
  std::copy(middle.begin(), middle.end(),
            heard.samples.begin() + static_cast<ptrdiff_t>(heard.quiet_end));
  return heard;
}

}  // namespace mote
