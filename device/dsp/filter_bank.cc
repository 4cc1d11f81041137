#include "device/dsp/filter_bank.h"

#include "device/base/packed16.h"
#include "device/base/square_root.h"

namespace mote {
namespace dsp {

void FilterBankRoots(const FilterBankTables& tables, const Packed16* spectrum,
                     int shift, uint32_t* roots) {
  const Packed16* bin = spectrum + tables.first_bin;
  const uint16_t* weight = tables.weights;
  const uint16_t* unweight = tables.unweights;
  uint64_t falling = 0;  // of the channel before, from this band
  for (int band = 0; band <= tables.channels; ++band) {
    uint64_t energy = falling;
    falling = 0;
    for (int n = tables.widths[band]; n != 0; --n) {
      const uint32_t power = EnergyPacked(*bin++);
      energy += static_cast<uint64_t>(power) * *weight++;
      falling += static_cast<uint64_t>(power) * *unweight++;
    }
    if (band > 0) roots[band - 1] = SquareRoot64(energy) >> shift;
  }
}

}  // namespace dsp
}  // namespace mote
