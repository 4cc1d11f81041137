#include "device/dsp/real_fft.h"

namespace mote {
namespace dsp {
namespace {

// Transforms of two and then of four complex values, whose factors are 1 and
// -i.
void FirstStages(float* z, int32_t count) {
  for (float* end = z + 2 * count; z != end; z += 8) {
    const float a_re = z[0] + z[2], a_im = z[1] + z[3];
    const float b_re = z[0] - z[2], b_im = z[1] - z[3];
    const float c_re = z[4] + z[6], c_im = z[5] + z[7];
    const float d_re = z[4] - z[6], d_im = z[5] - z[7];
    z[0] = a_re + c_re;
    z[1] = a_im + c_im;
    z[4] = a_re - c_re;
    z[5] = a_im - c_im;
    z[2] = b_re + d_im;
    z[3] = b_im - d_re;
    z[6] = b_re - d_im;
    z[7] = b_im + d_re;
  }
}

// From transforms of `half` values to those of 2 * half.
void Stage(const float* twiddles, float* z, int32_t count, int32_t half) {
  const int32_t step = count / half;  // floats from one factor to the next
  for (int32_t start = 0; start < count; start += 2 * half) {
    float* low = z + 2 * start;
    float* high = low + 2 * half;
    const float* w = twiddles;
    for (int32_t k = half; k != 0; --k) {
      const float re = high[0] * w[0] - high[1] * w[1];
      const float im = high[0] * w[1] + high[1] * w[0];
      high[0] = low[0] - re;
      high[1] = low[1] - im;
      low[0] += re;
      low[1] += im;
      low += 2;
      high += 2;
      w += step;
    }
  }
}

// The spectrum of real values from that of their pairs as complex numbers:
// X[k] = (Z[k] + Z*[n-k]) / 2 - i w^k (Z[k] - Z*[n-k]) / 2.
void Unpack(const float* w, float* z, int32_t count) {
  const float re = z[0], im = z[1];
  z[0] = re + im;
  z[1] = 0;
  z[2 * count] = re - im;
  z[2 * count + 1] = 0;
  float* low = z + 2;
  float* high = z + 2 * (count - 1);
  for (w += 2; low <= high; low += 2, high -= 2, w += 2) {
    const float even_re = 0.5f * (low[0] + high[0]);
    const float even_im = 0.5f * (low[1] - high[1]);
    const float odd_re = 0.5f * (low[1] + high[1]);
    const float odd_im = 0.5f * (high[0] - low[0]);
    const float turned_re = odd_re * w[0] - odd_im * w[1];
    const float turned_im = odd_re * w[1] + odd_im * w[0];
    low[0] = even_re + turned_re;
    low[1] = even_im + turned_im;
    high[0] = even_re - turned_re;
    high[1] = turned_im - even_im;
  }
}

}  // namespace

void RealFft(const RealFftTables& tables, const float* x, float* spectrum) {
  const int32_t count = tables.points / 2;
  for (int32_t i = 0; i < count; ++i) {
    float* to = spectrum + 2 * tables.order[i];
    to[0] = x[2 * i];
    to[1] = x[2 * i + 1];
  }
  FirstStages(spectrum, count);
  for (int32_t half = 4; half < count; half *= 2) {
    Stage(tables.twiddles, spectrum, count, half);
  }
  Unpack(tables.untwiddles, spectrum, count);
}

void PowersOf(float* spectrum, int32_t bins) {
  for (int32_t k = 0; k < bins; ++k) {
    const float re = spectrum[2 * k], im = spectrum[2 * k + 1];
    spectrum[k] = re * re + im * im;
  }
}

}  // namespace dsp
}  // namespace mote
