#include "device/dsp/fft.h"

#include "device/base/packed16.h"

namespace mote {
namespace dsp {
namespace {

// kissfft's 1/2 and 1/4: 32767 / 2 and 32767 / 4 of 2^15, here of 2^16.
constexpr int16_t kHalf = 2 * (32767 / 2);
constexpr int16_t kQuarter = 2 * (32767 / 4);

// The four outputs of a radix-4 butterfly, inputs scaled and turned.
inline void Butterfly(Packed16 a, Packed16 b, Packed16 c, Packed16 d,
                      Packed16* out, int stride) {
  const Packed16 difference = SubtractPacked(a, c);
  const Packed16 sum = AddPacked(a, c);
  const Packed16 outer_sum = AddPacked(b, d);
  const Packed16 outer_difference = SubtractPacked(b, d);
  out[0] = AddPacked(sum, outer_sum);
  out[stride] = SubtractTurned(difference, outer_difference);
  out[2 * stride] = SubtractPacked(sum, outer_sum);
  out[3 * stride] = AddTurned(difference, outer_difference);
}

// The stages of single points need no twiddles: a product with 32767/32768
// rounds back to a number below 2^14.
void FirstRadix4(int points, int shift, Packed16* work) {
  const int32_t quarter = static_cast<int32_t>(kQuarter) << shift;
  for (Packed16* x = work; x != work + points; x += 4) {
    Butterfly(ScalePackedWide(x[0], quarter), ScalePackedWide(x[1], quarter),
              ScalePackedWide(x[2], quarter), ScalePackedWide(x[3], quarter), x,
              1);
  }
}

void FirstRadix2(int points, int shift, Packed16* work) {
  const int32_t half = static_cast<int32_t>(kHalf) << shift;
  // |x / 2| may be 2^14, so the product with 32767/32768 does matter here.
  const int32_t one = 2 * 32767;
  for (Packed16* x = work; x != work + points; x += 2) {
    const Packed16 a = ScalePackedWide(x[0], half);
    const Packed16 b = ScalePackedWide(ScalePackedWide(x[1], half), one);
    x[0] = AddPacked(a, b);
    x[1] = SubtractPacked(a, b);
  }
}

// Joins groups of four transforms of `m` points. Returns the next twiddles.
const Packed16* Radix4(int points, int m, const Packed16* twiddles,
                       Packed16* work) {
  const Packed16* const end = work + points;
  for (Packed16* first = work; first != work + m; ++first) {
    const Packed16 twiddle1 = twiddles[0];
    const Packed16 twiddle2 = twiddles[1];
    const Packed16 twiddle3 = twiddles[2];
    twiddles += 3;
    for (Packed16* x = first; x < end; x += 4 * m) {
      const Packed16 b =
          MultiplySmallComplexQ15(ScalePacked(x[m], kQuarter), twiddle1);
      const Packed16 c =
          MultiplySmallComplexQ15(ScalePacked(x[2 * m], kQuarter), twiddle2);
      const Packed16 d =
          MultiplySmallComplexQ15(ScalePacked(x[3 * m], kQuarter), twiddle3);
      Butterfly(ScalePacked(x[0], kQuarter), b, c, d, x, m);
    }
  }
  return twiddles;
}

inline Packed16 Conjugate(Packed16 a) {
  return JoinHalves(a, SubtractPacked(0, a));
}

// From the transform of even samples + i * odd samples to that of all.
void Split(const FftTables& tables, Packed16* work) {
  const int points = tables.points;
  const Packed16 zero = ScalePacked(work[0], kHalf);
  work[0] = Pack16(LowHalf(zero) + HighHalf(zero), 0);
  work[points] = Pack16(LowHalf(zero) - HighHalf(zero), 0);
  for (int k = 1; k <= points / 2; ++k) {
    const Packed16 a = ScalePacked(work[k], kHalf);
    const Packed16 b = ScalePacked(Conjugate(work[points - k]), kHalf);
    const Packed16 even = AddPacked(a, b);
    const Packed16 odd =
        MultiplyComplexQ15(SubtractPacked(a, b), tables.real_twiddles[k - 1]);
    work[k] = HalfSumPacked(even, odd);
    work[points - k] = JoinHalves(HalfDifferencePacked(even, odd),
                                  HalfDifferencePacked(odd, even));
  }
}

}  // namespace

void RealFft(const FftTables& tables, int shift, Packed16* work) {
  const int points = tables.points;
  int m = 1;
  // An odd power of two leaves one radix-2 stage, which comes first.
  for (int rest = points; rest > 1; rest >>= 2) {
    if (rest == 2) m = 2;
  }
  if (m == 2) {
    FirstRadix2(points, shift, work);
  } else {
    FirstRadix4(points, shift, work);
    m = 4;
  }
  const Packed16* twiddles = tables.twiddles;
  for (; m < points; m *= 4) twiddles = Radix4(points, m, twiddles, work);
  Split(tables, work);
}

}  // namespace dsp
}  // namespace mote
