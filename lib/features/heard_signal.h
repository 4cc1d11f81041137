// What a device has been hearing before a clip.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mote {

struct HeardSignal {
  std::vector<int16_t> samples;
  // samples[0, quiet_end) are periodic: samples[i + period] == samples[i]
  // (period 0: all are zero).
  size_t period = 0, quiet_end = 0;
};

// `warm_up` samples of quiet sound, then `length` samples of the clip: its
// middle when it is longer, in the middle of more quiet sound when it is
// shorter. The quiet sound is the clip's quietest `quiet_part` samples, played
// forwards and backwards in turn (so without jumps); zeros for an empty clip.
// Digital silence, which no microphone gives, is heard as faint noise.
HeardSignal heard_signal(std::span<const int16_t> clip, size_t warm_up,
                         size_t length, size_t quiet_part);

}  // namespace mote
