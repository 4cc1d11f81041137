// A real FFT in 16-bit fixed point with the rounding of kissfft (FIXED_POINT
// 16), which TensorFlow Lite Micro uses: every radix-4 stage divides by 4 (by
// 8191/32768, rounded half up), the last step by 2 and 2 again, so the result
// is the DFT divided by the number of samples. Sums wrap modulo 2^16.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Complex numbers are Packed16 (device/base/packed16.h): real part low,
// imaginary part high, Q15.
struct FftTables {
  // Complex points: half the real samples; a power of two, 8 to 1024.
  uint16_t points;
  // [points] where work[] takes the pair of samples (2n, 2n + 1).
  const uint16_t* order;
  // For each radix-4 stage after the first, of m points a part (m = 4, 16 ...
  // or 2, 8, 32 ...; 4 m divides points), and each k below m, three numbers:
  // 32767 * exp(-2 pi i k j / (4 m)) for j = 1, 2, 3, rounded.
  const uint32_t* twiddles;
  // [points / 2] 32767 * exp(-pi i ((k + 1) / points + 1/2)), rounded.
  const uint32_t* real_twiddles;
};

// In place. Before: work[order[n]] holds samples 2n (low) and 2n + 1 (high),
// each to be multiplied by 2^shift, which must not overflow 16 bits. After:
// work[0 .. points] holds bins 0 to points.
void RealFft(const FftTables& tables, int shift, uint32_t* work);

}  // namespace dsp
}  // namespace mote
