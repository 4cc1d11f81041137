// The part of the micro frontend that has no memory (window, FFT, filter
// bank, square root), for many windows at once.
#pragma once

#include <cstdint>

#include "device/dsp/micro_frontend.h"

namespace mote {

// roots[i * channels + c] = channel c of the window that starts at
// samples[starts[i]], for i in [0, count): dsp::FrameRoots, bit for bit.
using FrameRootsKernel = void (*)(const dsp::MicroFrontendTables& tables,
                                  const int16_t* samples, const int32_t* starts,
                                  int count, uint32_t* roots);

// The fastest kernel for these tables and host_isa().
FrameRootsKernel frame_roots_kernel(const dsp::MicroFrontendTables& tables);

// The kernels by name; the last two only on a CPU that has the instructions.
void frame_roots_portable(const dsp::MicroFrontendTables& tables,
                          const int16_t* samples, const int32_t* starts,
                          int count, uint32_t* roots);
void frame_roots_avx2(const dsp::MicroFrontendTables& tables,
                      const int16_t* samples, const int32_t* starts, int count,
                      uint32_t* roots);
void frame_roots_avx512(const dsp::MicroFrontendTables& tables,
                        const int16_t* samples, const int32_t* starts,
                        int count, uint32_t* roots);

}  // namespace mote
