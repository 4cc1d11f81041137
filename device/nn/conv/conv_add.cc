#include "device/nn/conv/conv_add.h"

#include "device/nn/conv/conv_add_loop.h"

namespace mote {
namespace nn {
namespace reference {

void ConvAddInt8(const ConvAddParams& p, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch) {
  ConvAdd(p, residual, input, output, scratch, AddInt8, ConvInt8);
}

void DepthwiseConvAddInt8(const DepthwiseConvAddParams& p,
                          const int8_t* residual, const int8_t* input,
                          int8_t* output, int8_t* scratch) {
  ConvAdd(p, residual, input, output, scratch, AddInt8, DepthwiseConvInt8);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
