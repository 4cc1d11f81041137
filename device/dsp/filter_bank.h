// Overlapping triangles over a spectrum: energy a channel.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Every bin from first_bin on belongs to one channel's falling and the next
// channel's rising edge; band 0 only rises into channel 0.
struct FilterBankTables {
  uint16_t channels;
  uint16_t first_bin;
  const uint8_t* widths;      // [channels + 1] bins in each band, may be 0
  const uint16_t* weights;    // [sum of widths] share of the band's channel
  const uint16_t* unweights;  // [sum of widths] share of the one before, Q12
};

// roots[channel] = round(sqrt(energy)) >> shift, energy = sum of weight *
// (re^2 + im^2) over the channel's bins, 64 bits. `shift` undoes the scaling
// of the window.
void FilterBankRoots(const FilterBankTables& tables, const uint32_t* spectrum,
                     int shift, uint32_t* roots);

}  // namespace dsp
}  // namespace mote
