// Cubic interpolation at evenly spaced positions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mote {

// Positions are in 2^-24 of a sample.
constexpr int kPositionBits = 24;
// Samples that must be readable before and after those at the positions.
constexpr int kInterpolateMargin = 64;

// output[i] = the cubic through x[n - 1 .. n + 2] (Catmull and Rom, 1974) at
// n + t = position + i * step, for i in [0, count). 0 < step < 2^26.
using InterpolateKernel = void (*)(const float* x, int64_t position,
                                   int64_t step, size_t count, float* output);

// The fastest kernel for host_isa(). All give the same bits.
InterpolateKernel interpolate_kernel();

void interpolate_portable(const float* x, int64_t position, int64_t step,
                          size_t count, float* output);
void interpolate_avx512(const float* x, int64_t position, int64_t step,
                        size_t count, float* output);

}  // namespace mote
