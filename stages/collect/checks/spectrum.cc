#include "stages/collect/checks/spectrum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace mote {
namespace {

using Complex = std::complex<float>;

constexpr double kWindowSeconds = 0.032;

std::vector<float> hann(size_t size) {
  std::vector<float> window(size);
  for (size_t i = 0; i < size; ++i) {
    const double phase = 2 * std::numbers::pi * static_cast<double>(i) /
                         static_cast<double>(size);
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
  }
  return window;
}

// Without the checks for infinity that operator* makes.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(),
          a.real() * b.imag() + a.imag() * b.real()};
}

}  // namespace

FourierTransform::FourierTransform(size_t size)
    : reversed_(size), roots_(size / 2) {
  for (size_t i = 1; i < size; ++i) {
    reversed_[i] = reversed_[i / 2] / 2 + (i % 2) * (size / 2);
  }
  for (size_t i = 0; i < size / 2; ++i) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(i) /
                         static_cast<double>(size);
    roots_[i] = {static_cast<float>(std::cos(angle)),
                 static_cast<float>(std::sin(angle))};
  }
}

void FourierTransform::operator()(std::span<Complex> values) const {
  for (size_t i = 0; i < size(); ++i) {
    if (i < reversed_[i]) std::swap(values[i], values[reversed_[i]]);
  }
  for (size_t half = 1; half < size(); half *= 2) {
    const size_t step = size() / (2 * half);
    for (size_t start = 0; start < size(); start += 2 * half) {
      for (size_t i = 0; i < half; ++i) {
        const Complex low = values[start + i];
        const Complex high =
            product(values[start + half + i], roots_[i * step]);
        values[start + i] = low + high;
        values[start + half + i] = low - high;
      }
    }
  }
}

size_t hop_of(double rate_hz) {
  const double size = std::max(32.0, rate_hz * kWindowSeconds);
  return std::bit_floor(static_cast<size_t>(size)) / 2;
}

Spectrogram spectrogram(std::span<const float> samples, double rate_hz,
                        size_t most_columns) {
  const size_t hop = hop_of(rate_hz), size = 2 * hop;
  if (samples.size() < size) return {};
  const auto bins = size / 2;
  const size_t columns =
      std::min(most_columns, (samples.size() - size) / hop + 1);
  Spectrogram result{bins, rate_hz / static_cast<double>(size),
                     static_cast<double>(hop) / rate_hz,
                     std::vector<float>(columns * bins)};
  const FourierTransform transform(size);
  const std::vector<float> window = hann(size);
  std::vector<Complex> values(size);
  for (size_t column = 0; column < columns; ++column) {
    const auto part = samples.subspan(column * hop, size);
    for (size_t i = 0; i < size; ++i) values[i] = part[i] * window[i];
    transform(values);
    float* power = &result.power[column * bins];
    for (size_t i = 0; i < bins; ++i) power[i] = std::norm(values[i]);
  }
  return result;
}

}  // namespace mote
