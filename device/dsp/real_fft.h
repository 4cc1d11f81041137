// The discrete Fourier transform of real numbers in single precision.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Of the sizes 2^3 to 2^15. Constants, computed in double precision on the host
// (lib/features/real_fft_tables.h).
struct RealFftTables {
  int32_t points;           // real values
  const uint16_t* order;    // [points / 2] bit-reversed index of each pair
  const float* twiddles;    // [points / 2] cos, -sin of 4 pi k / points
  const float* untwiddles;  // [points / 2 + 2] cos, -sin of 2 pi k / points
};

// x[points] -> spectrum[points + 2]: real and imaginary part of the bins 0 to
// points / 2, X[k] = sum x[t] exp(-2 pi i k t / points). `spectrum` must not
// overlap `x`.
void RealFft(const RealFftTables& tables, const float* x, float* spectrum);

// spectrum of bins complex values -> powers re^2 + im^2 of the first `bins`,
// in place (the first bins values of `spectrum`).
void PowersOf(float* spectrum, int32_t bins);

}  // namespace dsp
}  // namespace mote
