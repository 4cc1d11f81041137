// Moments of one axis of a window.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

struct Moments {
  float mean, minimum, maximum;
  float rms;        // root of the mean square, about 0
  float deviation;  // about the mean, of the population
  // Of the third and fourth power, as scipy.stats has them (biased, the
  // kurtosis of a normal distribution is 0); 0 of what never changes.
  float skewness, kurtosis;
  float crossings;  // of the mean, a value
};

// Of count values, `stride` apart. Sums run in two passes, about the mean.
Moments MomentsOf(const float* x, int32_t count, int32_t stride);

}  // namespace dsp
}  // namespace mote
