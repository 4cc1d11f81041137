#include "lib/compiler/kernels/kernel_table.h"

#include "lib/compiler/kernels/families.h"

namespace mote {

const std::vector<KernelFamily>& kernel_table() {
  static const std::vector<KernelFamily> table = {
      {OperatorCode::kAdd, lower_add},
      {OperatorCode::kAveragePool2d, lower_pool},
      {OperatorCode::kConv2d, lower_conv},
      {OperatorCode::kDepthwiseConv2d, lower_depthwise_conv},
      {OperatorCode::kDequantize, lower_dequantize},
      {OperatorCode::kFullyConnected, lower_fully_connected},
      {OperatorCode::kLogistic, lower_logistic},
      {OperatorCode::kMaxPool2d, lower_pool},
      {OperatorCode::kMean, lower_mean},
      {OperatorCode::kPad, lower_pad},
      {OperatorCode::kQuantize, lower_quantize},
      {OperatorCode::kRelu, lower_relu},
      {OperatorCode::kRelu6, lower_relu},
      {OperatorCode::kReshape, lower_copy},
      {OperatorCode::kSoftmax, lower_softmax},
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

bool is_view(const Operator& op) { return op.code == OperatorCode::kReshape; }

}  // namespace mote
