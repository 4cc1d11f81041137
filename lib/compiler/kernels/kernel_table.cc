#include "lib/compiler/kernels/kernel_table.h"

#include "lib/compiler/kernels/families.h"

namespace mote {

const std::vector<KernelFamily>& kernel_table() {
  static const std::vector<KernelFamily> table = {
      {OperatorCode::kAdd, lower_add},
      {OperatorCode::kAssignVariable, lower_copy},
      {OperatorCode::kAveragePool2d, lower_pool},
      {OperatorCode::kCast, lower_cast},
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
      {OperatorCode::kPrelu, lower_prelu},
      {OperatorCode::kQuantize, lower_quantize},
      {OperatorCode::kReadVariable, lower_copy},
      {OperatorCode::kRelu, lower_relu},
      {OperatorCode::kRelu6, lower_relu},
      {OperatorCode::kReshape, lower_copy},
      {OperatorCode::kResizeBilinear, lower_resize_bilinear},
      {OperatorCode::kSlice, lower_move},
      {OperatorCode::kSoftmax, lower_softmax},
      {OperatorCode::kSplit, lower_move},
      {OperatorCode::kSplitV, lower_move},
      {OperatorCode::kSqueeze, lower_copy},
      {OperatorCode::kStridedSlice, lower_move},
      {OperatorCode::kSub, lower_sub},
      {OperatorCode::kSvdf, lower_svdf},
      {OperatorCode::kTranspose, lower_move},
      {OperatorCode::kUnidirectionalSequenceLstm, lower_lstm},
      {OperatorCode::kUnpack, lower_move},
  };
  return table;
}

const std::vector<CustomKernelFamily>& custom_kernel_table() {
  static const std::vector<CustomKernelFamily> table = {
      {"SignalEnergy", lower_signal_energy},
      {"SignalFftAutoScale", lower_fft_auto_scale},
      {"SignalFilterBank", lower_filter_bank},
      {"SignalFilterBankLog", lower_filter_bank_log},
      {"SignalFilterBankSpectralSubtraction", lower_spectral_subtraction},
      {"SignalFilterBankSquareRoot", lower_filter_bank_square_root},
      {"SignalPCAN", lower_pcan},
      {"SignalRfft", lower_rfft},
      {"SignalWindow", lower_signal_window},
  };
  return table;
}

Step lower_operator(const Operator& op, Lowering& lowering) {
  for (const KernelFamily& family : kernel_table()) {
    if (family.code == op.code) return family.lower(op, lowering);
  }
  if (op.code == OperatorCode::kCustom) {
    for (const CustomKernelFamily& family : custom_kernel_table()) {
      if (family.name == op.custom_name) return family.lower(op, lowering);
    }
  }
  lowering.refuse(op, "mote has no kernel for this operator",
                  "Replace it in the model, or add a kernel "
                  "(docs/add_a_kernel.md).");
}

}  // namespace mote
