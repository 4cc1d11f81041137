// Convolutions that add a residual to their outputs: the last two layers of a
// residual block in one call, without the tensor between them.
//
// A convolution of the instruction set makes a few rows of outputs in scratch
// memory, an addition adds them to the residual: every value is the one that
// the two kernels make.
#pragma once

#include <stdint.h>

#include "device/nn/add/add.h"
#include "device/nn/conv/conv.h"
#include "device/nn/depthwise_conv/depthwise_conv.h"

namespace mote {
namespace nn {

template <class Add, class Conv>
struct ConvWithAddParams {
  int32_t rows;        // of outputs at a time
  int32_t row_size;    // values of a row of outputs
  int32_t sums_first;  // 1: the convolution's outputs are the first addend
  Add add;             // its sizes do not matter
  Conv conv;
};

// Where the convolution's own scratch memory begins: behind the rows.
template <class Params>
inline int32_t ConvAddRowBytes(const Params& p) {
  return (p.rows * p.row_size + 3) / 4 * 4;
}

using ConvAddParams = ConvWithAddParams<AddParams, ConvParams>;
using DepthwiseConvAddParams =
    ConvWithAddParams<AddParams, DepthwiseConvParams>;

// Here and in all instruction sets the output may be the residual's memory, and
// scratch is ConvAddRowBytes and that of the convolution.
namespace reference {

void ConvAddInt8(const ConvAddParams& params, const int8_t* residual,
                 const int8_t* input, int8_t* output, int8_t* scratch);
void DepthwiseConvAddInt8(const DepthwiseConvAddParams& params,
                          const int8_t* residual, const int8_t* input,
                          int8_t* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
