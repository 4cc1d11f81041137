#include "device/dsp/spectral_window.h"

#include "device/base/real_functions.h"
#include "device/dsp/moments.h"

namespace mote {
namespace dsp {
namespace {

constexpr float kLogToBaseTen = 0.434294482f;  // log10(e)

void Filter(const FilterSection& section, float* x, int32_t count) {
  float s1 = 0, s2 = 0;
  for (int32_t i = 0; i < count; ++i) {
    const float in = x[i];
    const float out = section.b0 * in + s1;
    s1 = section.b1 * in - section.a1 * out + s2;
    s2 = section.b2 * in - section.a2 * out;
    x[i] = out;
  }
}

// One axis in units, filtered, about its mean.
void Prepare(const SpectralTables& t, const int16_t* window, int32_t axis,
             float* x) {
  for (int32_t i = 0; i < t.frames; ++i) {
    x[i] = static_cast<float>(window[i * t.axes + axis]) * t.resolution[axis];
  }
  for (int32_t s = 0; s < t.sections; ++s) Filter(t.filter[s], x, t.frames);
  float sum = 0;
  for (int32_t i = 0; i < t.frames; ++i) sum += x[i];
  const float mean = sum / static_cast<float>(t.frames);
  for (int32_t i = 0; i < t.frames; ++i) x[i] -= mean;
}

// powers[bin] = the largest |X|^2 / points of transforms that begin every hop;
// zeros follow the window's end.
void LargestPowers(const SpectralTables& t, const float* x, float* part,
                   float* powers) {
  const int32_t points = t.fft.points, bins = points / 2 + 1;
  float* spectrum = part + points;
  for (int32_t k = 0; k < bins; ++k) powers[k] = 0;
  for (int32_t start = 0; start < t.frames; start += t.hop) {
    for (int32_t i = 0; i < points; ++i) {
      part[i] = start + i < t.frames ? x[start + i] : 0;
    }
    RealFft(t.fft, part, spectrum);
    PowersOf(spectrum, bins);
    for (int32_t k = 0; k < bins; ++k) {
      const float power = spectrum[k] / static_cast<float>(points);
      if (power > powers[k]) powers[k] = power;
    }
  }
}

float* AddShape(const Moments& moments, float* features) {
  *features++ = moments.skewness;
  *features++ = moments.kurtosis;
  return features;
}

}  // namespace

void ComputeSpectral(const void* tables, const int16_t* window, float* work,
                     float* features) {
  const SpectralTables& t = *static_cast<const SpectralTables*>(tables);
  const int32_t bins = t.fft.points / 2 + 1;
  float* powers = work + t.frames;
  float* part = powers + bins;
  for (int32_t axis = 0; axis < t.axes; ++axis) {
    Prepare(t, window, axis, work);
    const Moments moments = MomentsOf(work, t.frames, 1);
    *features++ = moments.rms;
    features = AddShape(moments, features);
    LargestPowers(t, work, part, powers);
    if (t.spectrum_statistics) {
      features = AddShape(MomentsOf(powers, bins, 1), features);
    }
    for (int32_t k = t.first_bin; k < t.end_bin; ++k) {
      const float power = powers[k] > 1e-10f ? powers[k] : 1e-10f;
      *features++ = t.logarithm ? kLogToBaseTen * LogFloat(power) : powers[k];
    }
  }
}

}  // namespace dsp
}  // namespace mote
