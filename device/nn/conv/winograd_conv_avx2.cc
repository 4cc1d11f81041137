#include "device/nn/conv/winograd_conv_tiles.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avx2 {

void ConvWinogradFloat(const WinogradConvFloatParams& p, const float* input,
                       float* output, int8_t* scratch) {
  WinogradConvFloat<Floats, FloatOutput>(p, input, output, scratch);
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
