#include "lib/compiler/kernels/kernel_table.h"

#include "lib/compiler/kernels/families.h"

namespace mote {

const std::vector<KernelFamily>& kernel_table() {
  static const std::vector<KernelFamily> table = {
      {OperatorCode::kAdd, lower_add},
      {OperatorCode::kAssignVariable, lower_copy},
      {OperatorCode::kAveragePool2d, lower_pool},
      {OperatorCode::kConcatenation, lower_move},
      {OperatorCode::kConv2d, lower_conv},
      {OperatorCode::kDepthwiseConv2d, lower_depthwise_conv},
      {OperatorCode::kDequantize, lower_dequantize},
      {OperatorCode::kDiv, lower_div},
      {OperatorCode::kExpandDims, lower_copy},
      {OperatorCode::kFullyConnected, lower_fully_connected},
      {OperatorCode::kLogistic, lower_logistic},
      {OperatorCode::kMaxPool2d, lower_pool},
      {OperatorCode::kMaximum, lower_maximum},
      {OperatorCode::kMean, lower_mean},
      {OperatorCode::kMinimum, lower_maximum},
      {OperatorCode::kMul, lower_mul},
      {OperatorCode::kPack, lower_move},
      {OperatorCode::kPad, lower_pad},
      {OperatorCode::kQuantize, lower_quantize},
      {OperatorCode::kReadVariable, lower_copy},
      {OperatorCode::kRelu, lower_relu},
      {OperatorCode::kRelu6, lower_relu},
      {OperatorCode::kReshape, lower_copy},
      {OperatorCode::kSlice, lower_move},
      {OperatorCode::kSoftmax, lower_softmax},
      {OperatorCode::kSplit, lower_move},
      {OperatorCode::kSplitV, lower_move},
      {OperatorCode::kSqueeze, lower_copy},
      {OperatorCode::kStridedSlice, lower_move},
      {OperatorCode::kSub, lower_sub},
      {OperatorCode::kTranspose, lower_move},
      {OperatorCode::kUnpack, lower_move},
  };
  return table;
}

Step lower_operator(const Operator& op, Lowering& lowering) {
  for (const KernelFamily& family : kernel_table()) {
    if (family.code == op.code) return family.lower(op, lowering);
  }
  lowering.refuse(op, "mote has no kernel for this operator",
                  "Replace it in the model, or add a kernel "
                  "(docs/add_a_kernel.md).");
}

}  // namespace mote
