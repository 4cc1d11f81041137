#include "device/nn/conv/winograd_conv_tiles.h"
#include "device/nn/wide_avx512.h"

namespace mote {
namespace nn {
namespace avx512 {

void ConvWinogradFloat(const WinogradConvFloatParams& p, const float* input,
                       float* output, int8_t* scratch) {
  WinogradConvFloat<Floats, FloatOutput>(p, input, output, scratch);
}

}  // namespace avx512
}  // namespace nn
}  // namespace mote
