#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/wide_avx512.h"

namespace mote {
namespace nn {
namespace avx512 {

void ConvFloat(const WideConvFloatParams& p, const float* input, float* output,
               int8_t* scratch) {
  WideConvFloat<Floats, FloatOutput>(p, input, output, scratch);
}

}  // namespace avx512
}  // namespace nn
}  // namespace mote
