#include "lib/features/heard_signal.h"

#include <algorithm>

namespace mote {

size_t quietest_part(std::span<const int16_t> clip, size_t length) {
  if (clip.size() <= length) return 0;
  const auto energy = [&](size_t i) {
    return static_cast<int64_t>(clip[i]) * clip[i];
  };
  int64_t sum = 0;
  for (size_t i = 0; i < length; ++i) sum += energy(i);
  int64_t least = sum;
  size_t best = 0;
  for (size_t i = length; i < clip.size(); ++i) {
    sum += energy(i) - energy(i - length);
    if (sum < least) {
      least = sum;
      best = i - length + 1;
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
  for (size_t i = 0; i < heard.samples.size() && !quiet.empty(); ++i) {
    const size_t phase = i % heard.period % (2 * quiet.size());
    heard.samples[i] = phase < quiet.size()
                           ? quiet[phase]
                           : quiet[2 * quiet.size() - 1 - phase];
  }
  const auto middle = clip.subspan((clip.size() - size) / 2, size);
  std::copy(middle.begin(), middle.end(),
            heard.samples.begin() + heard.quiet_end);
  return heard;
}

}  // namespace mote
