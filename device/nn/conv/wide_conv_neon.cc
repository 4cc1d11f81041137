#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/wide_neon.h"

namespace mote {
namespace nn {
namespace neon {

void ConvInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int8_t* image = ImageOf<SignedBytes>(p.shape.image, input, scratch);
  RunWideConv<SignedBytes, Int8Output>(p, image, output);
}

void ConvFloat(const WideConvFloatParams& p, const float* input, float* output,
               int8_t* scratch) {
  WideConvFloat<Floats, FloatOutput>(p, input, output, scratch);
}

}  // namespace neon
}  // namespace nn
}  // namespace mote
