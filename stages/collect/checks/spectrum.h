// Spectra for the checks: cheap, in float, of any length.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace mote {

// The discrete Fourier transform of 2^n values, in place; n >= 1. Radix 2,
// decimation in time (Cooley and Tukey, 1965). Its tables are made once.
class FourierTransform {
 public:
  explicit FourierTransform(size_t size);
  size_t size() const { return reversed_.size(); }
  void operator()(std::span<std::complex<float>> values) const;

 private:
  std::vector<size_t> reversed_;
  std::vector<std::complex<float>> roots_;
};

// Power spectra of overlapping Hann windows: columns of `bins` values.
struct Spectrogram {
  size_t bins = 0;  // size / 2
  double bin_hz = 0, hop_s = 0;
  std::vector<float> power;

  size_t columns() const { return bins == 0 ? 0 : power.size() / bins; }
  std::span<const float> column(size_t i) const {
    return std::span(power).subspan(i * bins, bins);
  }
};

// Samples from one window to the next.
size_t hop_of(double rate_hz);

// Windows of about 32 ms (a power of two), half overlapping; of long sounds the
// first `most_columns`. None for less than one window.
Spectrogram spectrogram(std::span<const float> samples, double rate_hz,
                        size_t most_columns);

}  // namespace mote
