#include "lib/features/micro_frontend/frame_roots.h"

#include <vector>

#include "lib/base/cpu.h"

namespace mote {
namespace {

// The vector kernels take roots in double precision: a channel's energy must
// stay below 2^50, that is 2^31 a bin times the sum of its weights.
[[maybe_unused]] bool fits_double(const dsp::FilterBankTables& bank) {
  const uint16_t* weight = bank.weights;
  const uint16_t* unweight = bank.unweights;
  uint32_t falling = 0;
  for (int band = 0; band <= bank.channels; ++band) {
    uint32_t sum = falling;
    falling = 0;
    for (int n = bank.widths[band]; n != 0; --n) {
      sum += *weight++;
      falling += *unweight++;
    }
    if (sum >= 1u << 19) return false;
  }
  return true;
}

}  // namespace

void frame_roots_portable(const dsp::MicroFrontendTables& tables,
                          const int16_t* samples, const int32_t* starts,
                          int count, uint32_t* roots) {
  std::vector<uint32_t> work(tables.fft.points + 1);
  for (int i = 0; i < count; ++i) {
    dsp::FrameRoots(tables, samples + starts[i], work.data(),
                    roots + i * tables.filter_bank.channels);
  }
}

FrameRootsKernel frame_roots_kernel(
    [[maybe_unused]] const dsp::MicroFrontendTables& tables) {
#if defined(__x86_64__)
  if (host_isa() >= Isa::kAvx2 && fits_double(tables.filter_bank)) {
    return host_isa() < Isa::kAvx512 ? frame_roots_avx2 : frame_roots_avx512;
  }
#endif
  return frame_roots_portable;
}

}  // namespace mote
