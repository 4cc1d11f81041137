#include "lib/report/text_plot.h"

#include <algorithm>
#include <cmath>

namespace mote {
namespace {

// U+2581 to U+2588.
constexpr const char* kHeights[] = {
    "\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83", "\xE2\x96\x84",
    "\xE2\x96\x85", "\xE2\x96\x86", "\xE2\x96\x87", "\xE2\x96\x88"};
constexpr const char* kDensities[] = {" ", ".", ":", "-", "=",
                                      "+", "*", "#", "@"};

}  // namespace

std::string text_plot(const std::vector<double>& values, double low,
                      double high, bool utf8) {
  const int steps = utf8 ? 8 : 9;
  std::string line;
  for (double value : values) {
    if (std::isnan(value)) {
      line += ' ';
      continue;
    }
    const double share =
        high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
    const int step = std::min(static_cast<int>(share * steps), steps - 1);
    line += utf8 ? kHeights[step] : kDensities[step];
  }
  return line;
}

}  // namespace mote
