#include "device/nn/mean/mean.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace litert {

void MeanInt8(const MeanParams& p, const int8_t* input, int8_t* output,
              int8_t* /*scratch*/) {
  const int32_t in_groups = p.inner / kMeanGroup * kMeanGroup;
  for (int32_t o = 0; o < p.outer; ++o, input += p.reduced * p.inner) {
    for (int32_t i = 0; i < p.inner; ++i) {
      int32_t sum = -p.reduced * p.input_zero_point;
      for (int32_t r = 0; r < p.reduced; ++r) sum += input[r * p.inner + i];
      const int32_t scaled = i < in_groups
                                 ? RequantizeTiesUp(sum, p.multiplier, p.shift)
                                 : Requantize(sum, p.multiplier, p.shift);
      *output++ = static_cast<int8_t>(
          Clamp<int32_t>(scaled + p.output_zero_point, -128, 127));
    }
  }
}

}  // namespace litert
}  // namespace nn
}  // namespace mote
