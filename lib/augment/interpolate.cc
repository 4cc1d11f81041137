#include "lib/augment/interpolate.h"

#include "lib/base/cpu.h"

namespace mote {

void interpolate_portable(const float* x, int64_t position, int64_t step,
                          size_t count, float* output) {
  constexpr int64_t kFraction = (int64_t{1} << kPositionBits) - 1;
  for (size_t i = 0; i < count; ++i, position += step) {
    const float* from = x + (position >> kPositionBits);
    const float a = from[-1], b = from[0], c = from[1], d = from[2];
    const float t = static_cast<float>(position & kFraction) * 0x1p-24f;
    const float slope = 0.5f * (c - a);
    const float curve = (a - 2.5f * b) + (2 * c - 0.5f * d);
    const float twist = 0.5f * (d - a) + 1.5f * (b - c);
    output[i] = ((twist * t + curve) * t + slope) * t + b;
  }
}

InterpolateKernel interpolate_kernel() {
#if defined(__x86_64__)
  if (host_isa() >= Isa::kAvx512) return interpolate_avx512;
#endif
  return interpolate_portable;
}

}  // namespace mote
