// Statistics of a window, axis by axis: seven numbers say much of a slow
// signal.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Which of Moments are features, in this order.
enum Statistic : uint8_t {
  kAverage,
  kMinimum,
  kMaximum,
  kRms,
  kDeviation,
  kSkewness,
  kKurtosis,
  kCrossings,
};

struct StatisticsTables {
  int32_t count;  // values of an axis in a window: frames * places
  int32_t axes;
  const float* resolution;  // [axes] the reading of one count
  int32_t statistics;
  const uint8_t* which;  // [statistics] a Statistic each
};

// A ComputeRowFn; `tables` is a StatisticsTables. work: count. features: those
// of the first axis, then those of the second ...
void ComputeStatistics(const void* tables, const int16_t* window, float* work,
                       float* features);

}  // namespace dsp
}  // namespace mote
