// Per-channel automatic gain control (PCAN, Wang et al., "Trainable Frontend
// For Robust and Far-Field Keyword Spotting", 2017) in fixed point.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// A gain as a function of a 32-bit number: a parabola an octave.
constexpr int kGainTableSize = 125;

struct PcanTables {
  // [kGainTableSize] gain of 0, gain of 1, then for numbers of 2 to 32 bits
  // four values each: y0, a1, a2, 0. With t = the number's position in its
  // octave, 0 to 1: gain = y0 + a1 t + a2 t^2.
  const int16_t* gains;
  uint8_t snr_shift;  // brings value * gain to 12 fraction bits
};

// The gain for a noise estimate, by the table.
int16_t PcanGain(const int16_t* gains, uint32_t noise);

// values[i] becomes shrink(value * gain(noise estimate)), 6 fraction bits,
// with shrink(x) = x^2 / 4 below 2 and x - 1 above.
void ApplyPcan(const PcanTables& tables, int channels,
               const uint32_t* estimates, uint32_t* values);

}  // namespace dsp
}  // namespace mote
