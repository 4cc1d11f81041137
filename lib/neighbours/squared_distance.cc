#include "lib/neighbours/squared_distance.h"

#include "lib/base/cpu.h"

namespace mote {

float squared_distance_portable(const float* a, const float* b, size_t size) {
  constexpr size_t kLanes = 32;
  float lanes[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      const float difference = a[i + lane] - b[i + lane];
      lanes[lane] += difference * difference;
    }
  }
  for (size_t lane = 0; i < size; ++i, ++lane) {
    const float difference = a[i] - b[i];
    lanes[lane] += difference * difference;
  }
  for (size_t half = kLanes / 2; half > 0; half /= 2) {
    for (size_t lane = 0; lane < half; ++lane) {
      lanes[lane] += lanes[lane + half];
    }
  }
  return lanes[0];
}

SquaredDistance squared_distance() {
#if defined(__x86_64__)
  if (host_isa() >= Isa::kAvx2) return squared_distance_avx2;
#endif
  return squared_distance_portable;
}

}  // namespace mote
