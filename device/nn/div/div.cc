#include "device/nn/div/div.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Defined for all values: -2^31 / -1 wraps.
int32_t Quotient(int32_t a, int32_t b) {
  if (b == 0) return 0;
  if (b == -1) return static_cast<int32_t>(0u - static_cast<uint32_t>(a));
  return a / b;
}

}  // namespace

void DivInt32(const DivInt32Params& p, const int32_t* first,
              const int32_t* second, int32_t* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](int32_t a, int32_t b) {
    return Clamp(Quotient(a, b), p.activation_min, p.activation_max);
  });
}

void DivFloat(const DivFloatParams& p, const float* first, const float* second,
              float* output, int8_t* /*scratch*/) {
  ForEachPair(p.pairs, first, second, output, [&](float a, float b) {
    return Clamp(a / b, p.activation_min, p.activation_max);
  });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
