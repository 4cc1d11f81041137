#include "lib/features/spectral/butterworth.h"

#include <fmt/format.h>

#include <cmath>

#include "lib/base/error.h"

namespace mote {

std::vector<dsp::FilterSection> butterworth(const std::string& pass, int order,
                                            double cutoff_hz, double rate_hz) {
  if (order < 2 || order > 8 || order % 2 != 0) {
    throw Error(fmt::format("a filter of order {} is not possible", order),
                "preprocess.filter_order", "2, 4, 6 and 8 are.");
  }
  if (!(cutoff_hz > 0 && cutoff_hz < rate_hz / 2)) {
    throw Error(fmt::format("a filter cannot cut off at {:g} Hz", cutoff_hz),
                "preprocess.filter_cutoff",
                fmt::format("It must be below {:g} Hz.", rate_hz / 2));
  }
  const double a = std::tan(M_PI * cutoff_hz / rate_hz);
  std::vector<dsp::FilterSection> sections;
  for (int i = 0; i < order / 2; ++i) {
    const double r = std::sin(M_PI * (2 * i + 1) / (2 * order));
    const double scale = a * a + 2 * a * r + 1;
    const double gain = (pass == "low" ? a * a : 1) / scale;
    const double sign = pass == "low" ? 2 : -2;
    sections.push_back(
        {static_cast<float>(gain), static_cast<float>(sign * gain),
         static_cast<float>(gain), static_cast<float>(2 * (a * a - 1) / scale),
         static_cast<float>((a * a - 2 * a * r + 1) / scale)});
  }
  return sections;
}

}  // namespace mote
