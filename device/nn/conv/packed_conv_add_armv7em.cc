#include "device/nn/conv/conv_add_loop.h"
#include "device/nn/conv/packed_conv_add.h"

namespace mote {
namespace nn {

inline int32_t OutputRows(const PackedPointwiseParams& p) { return p.pixels; }

inline int32_t TakeRows(const PackedPointwiseParams& whole, int32_t first,
                        int32_t count, PackedPointwiseParams* rows) {
  rows->pixels = count;
  return first * whole.input_channels;
}

namespace armv7em {

void ConvAddInt8(const PackedConvAddParams& p, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch) {
  ConvAdd(p, residual, input, output, scratch, ShortAddInt8, ConvInt8);
}

void PointwiseAddInt8(const PackedPointwiseAddParams& p, const int8_t* residual,
                      const int8_t* input, int8_t* output, int8_t* scratch) {
  ConvAdd(p, residual, input, output, scratch, ShortAddInt8, PointwiseInt8);
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
