#include "lib/features/micro_frontend/frame_roots.h"

#include <vector>

#include "lib/base/cpu.h"

namespace mote {

void frame_roots_portable(const dsp::MicroFrontendTables& tables,
                          const int16_t* samples, const int32_t* starts,
                          int count, uint32_t* roots) {
  std::vector<uint32_t> work(tables.fft.points + 1);
  for (int i = 0; i < count; ++i) {
    dsp::FrameRoots(tables, samples + starts[i], work.data(),
                    roots + i * tables.filter_bank.channels);
  }
}

FrameRootsKernel frame_roots_kernel() { return frame_roots_portable; }

}  // namespace mote
