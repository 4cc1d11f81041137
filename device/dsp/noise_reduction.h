// Spectral subtraction: takes a slowly moving average out of each channel.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

struct NoiseReductionSettings {
  uint16_t even_smoothing;        // weight of a new value, even channels, Q14
  uint16_t odd_smoothing;         // odd channels, Q14
  uint16_t min_signal_remaining;  // at least this share stays, Q14
  uint8_t smoothing_bits;         // further fraction bits of the estimates
};

// Updates estimates[] (with smoothing_bits fraction bits) from values[] and
// takes them off the values, in place. Arithmetic is modulo 2^32, as in
// TensorFlow Lite Micro.
void ReduceNoise(const NoiseReductionSettings& settings, int channels,
                 uint32_t* estimates, uint32_t* values);

}  // namespace dsp
}  // namespace mote
