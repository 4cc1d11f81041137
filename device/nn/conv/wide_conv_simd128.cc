#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/wide_simd128.h"

namespace mote {
namespace nn {
namespace simd128 {

void ConvInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int16_t* image =
      ImageOf<Words>(p.shape.image, input, reinterpret_cast<int16_t*>(scratch));
  RunWideConv<Words, Int8Output>(p, image, output);
}

}  // namespace simd128
}  // namespace nn
}  // namespace mote
