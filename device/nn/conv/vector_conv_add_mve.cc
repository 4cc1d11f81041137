#include "device/nn/conv/conv_add_loop.h"
#include "device/nn/conv/vector_conv_add.h"

namespace mote {
namespace nn {
namespace mve {

void ConvAddInt8(const VectorConvAddParams& p, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch) {
  ConvAdd(p, residual, input, output, scratch, ShortAddInt8, ConvInt8);
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
