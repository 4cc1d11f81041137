// The quiet sound of a clip: what is heard when nobody speaks.
#pragma once

#include <cstdint>
#include <span>

namespace mote {

// The `length` samples of `clip` with the least mean magnitude, looked for in
// steps of a tenth of the length; the first of equals. The whole clip when it
// is not longer than that.
std::span<const int16_t> quietest_part(std::span<const int16_t> clip,
                                       size_t length);

// Fills `samples` with `sound` played forwards and backwards in turn, from its
// start: so without jumps. Leaves them alone for no sound.
void play_to_and_fro(std::span<const int16_t> sound,
                     std::span<int16_t> samples);

}  // namespace mote
