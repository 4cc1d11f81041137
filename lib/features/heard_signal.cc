#include "lib/features/heard_signal.h"

#include <algorithm>

#include "lib/base/hash.h"
#include "lib/signal/quiet.h"

namespace mote {
namespace {

// Evenly spread from -17 to 17, which is 10 RMS: 70 dB below full scale.
constexpr int kFaintNoise = 17;

// Room noise for clips that have none: the same samples each time.
std::vector<int16_t> faint_noise(size_t length) {
  std::vector<int16_t> noise(length);
  for (size_t i = 0; i < length; ++i) {
    noise[i] = static_cast<int16_t>(
        static_cast<int>(mix64(0, i) % (2 * kFaintNoise + 1)) - kFaintNoise);
  }
  return noise;
}

bool is_digital_silence(std::span<const int16_t> samples) {
  return std::all_of(samples.begin(), samples.end(),
                     [](int16_t sample) { return sample == 0; });
}

}  // namespace

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
  if (is_digital_silence(quiet)) {
    play_to_and_fro(faint_noise(quiet.size()), heard.samples);
  } else {
    play_to_and_fro(quiet, heard.samples);
  }
  const auto middle = clip.subspan((clip.size() - size) / 2, size);
  std::copy(middle.begin(), middle.end(),
            heard.samples.begin() + static_cast<ptrdiff_t>(heard.quiet_end));
  return heard;
}

}  // namespace mote
