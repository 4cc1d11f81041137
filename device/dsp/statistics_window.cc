#include "device/dsp/statistics_window.h"

#include "device/dsp/moments.h"

namespace mote {
namespace dsp {
namespace {

float Pick(const Moments& moments, uint8_t statistic) {
  switch (statistic) {
    case kAverage:
      return moments.mean;
    case kMinimum:
      return moments.minimum;
    case kMaximum:
      return moments.maximum;
    case kRms:
      return moments.rms;
    case kDeviation:
      return moments.deviation;
    case kSkewness:
      return moments.skewness;
    case kKurtosis:
      return moments.kurtosis;
    default:
      return moments.crossings;
  }
}

}  // namespace

void ComputeStatistics(const void* tables, const int16_t* window, float* work,
                       float* features) {
  const StatisticsTables& t = *static_cast<const StatisticsTables*>(tables);
  for (int32_t axis = 0; axis < t.axes; ++axis) {
    for (int32_t i = 0; i < t.count; ++i) {
      work[i] =
          static_cast<float>(window[i * t.axes + axis]) * t.resolution[axis];
    }
    const Moments moments = MomentsOf(work, t.count, 1);
    for (int32_t s = 0; s < t.statistics; ++s) {
      *features++ = Pick(moments, t.which[s]);
    }
  }
}

}  // namespace dsp
}  // namespace mote
