#include "device/dsp/sound_spectrum.h"

#include "device/base/real_functions.h"

namespace mote {
namespace dsp {
namespace {

// The transform's input: as many samples as it takes, zeros behind them.
void PrepareWindow(const SoundSpectrumTables& tables, const int16_t* window,
                   float* x) {
  const int32_t heard = tables.window - tables.lead;
  const int32_t points = tables.fft.points;
  const int32_t used = heard < points ? heard : points;
  float before = static_cast<float>(window[0]) * tables.scale;
  for (int32_t i = 0; i < used; ++i) {
    const float sample =
        static_cast<float>(window[i + tables.lead]) * tables.scale;
    x[i] = sample - tables.pre_emphasis * before;
    before = sample;
  }
  if (tables.taper != nullptr) {
    for (int32_t i = 0; i < used; ++i) x[i] *= tables.taper[i];
  }
  for (int32_t i = used; i < points; ++i) x[i] = 0;
}

float Sum(const float* x, int32_t count) {
  float sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += x[i];
  return sum;
}

float Logarithm(const SoundSpectrumTables& tables, float x) {
  const float y =
      tables.log_scale *
          LogFloat((x > tables.floor ? x : tables.floor) + tables.offset) +
      tables.log_offset;
  if (y < tables.lowest) return tables.lowest;
  return y < tables.highest ? y : tables.highest;
}

// y[k] = sum of cosines[k][i] * x[i].
void CosineTransform(const float* cosines, const float* x, int32_t inputs,
                     int32_t outputs, float* y) {
  for (int32_t k = 0; k < outputs; ++k) {
    float sum = 0;
    for (int32_t i = 0; i < inputs; ++i) sum += *cosines++ * x[i];
    y[k] = sum;
  }
}

}  // namespace

void SumBands(const BandTables& tables, const float* bins, float* sums) {
  const float* weight = tables.weights;
  for (int32_t band = 0; band < tables.bands; ++band) {
    const float* bin = bins + tables.first_bin[band];
    float sum = 0;
    for (int32_t n = tables.widths[band]; n != 0; --n) {
      sum += *weight++ * *bin++;
    }
    sums[band] = sum;
  }
}

void ComputeSoundSpectrum(const void* tables, const int16_t* window,
                          float* work, float* features) {
  const SoundSpectrumTables& t =
      *static_cast<const SoundSpectrumTables*>(tables);
  const int32_t bins = t.fft.points / 2 + 1;
  float* spectrum = work + t.fft.points;
  PrepareWindow(t, window, work);
  RealFft(t.fft, work, spectrum);
  PowersOf(spectrum, bins);
  for (int32_t k = 0; k < bins; ++k) {
    spectrum[k] =
        (t.magnitude ? SqrtFloat(spectrum[k]) : spectrum[k]) * t.power_scale;
  }
  const float energy = Sum(spectrum, bins);
  const int32_t count = t.bands.bands > 0 ? t.bands.bands : bins;
  float* logs = t.cepstra > 0 ? work : features;
  if (t.bands.bands > 0) {
    SumBands(t.bands, spectrum, logs);
  } else {
    for (int32_t k = 0; k < bins; ++k) logs[k] = spectrum[k];
  }
  for (int32_t i = 0; i < count; ++i) logs[i] = Logarithm(t, logs[i]);
  if (t.cepstra == 0) return;
  CosineTransform(t.cosines, logs, count, t.cepstra, features);
  if (t.energy_first) features[0] = Logarithm(t, energy);
}

}  // namespace dsp
}  // namespace mote
