#include "lib/features/heard_signal.h"

#include <algorithm>

#include "lib/signal/quiet.h"

namespace mote {

HeardSignal heard_signal(std::span<const int16_t> clip, size_t warm_up,
                         size_t length, size_t quiet_part) {
  HeardSignal heard;
  heard.samples.resize(warm_up + length);
  heard.period = 2 * quiet_part;
  heard.quiet_end = warm_up;
  const size_t size = std::min(clip.size(), length);
  if (size < length) heard.quiet_end += (length - size) / 2;

  // A clip shorter than the part is itself played to and fro.
  const auto quiet = quietest_part(clip, quiet_part);
  if (quiet.size() < quiet_part) heard.period = 2 * quiet.size();
  if (quiet.empty()) return heard;
  play_to_and_fro(quiet, heard.samples);
  const auto middle = clip.subspan((clip.size() - size) / 2, size);
  std::copy(middle.begin(), middle.end(),
            heard.samples.begin() + static_cast<ptrdiff_t>(heard.quiet_end));
  return heard;
}

}  // namespace mote
