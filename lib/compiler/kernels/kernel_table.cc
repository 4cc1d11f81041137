#include "lib/compiler/kernels/kernel_table.h"

#include "lib/compiler/kernels/families.h"

namespace mote {

const std::vector<KernelFamily>& kernel_table() {
  static const std::vector<KernelFamily> table = {
      {OperatorCode::kAdd, lower_add, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kAssignVariable, lower_copy, "any",
       "variables that VAR_HANDLE names"},
      {OperatorCode::kAveragePool2d, lower_pool, "int8, int16, float32",
       "one image"},
      {OperatorCode::kCast, lower_cast, "int8, int16, int32, float32",
       "and uint32 to int32 and back"},
      {OperatorCode::kConcatenation, lower_move, "any", "no fused activation"},
      {OperatorCode::kConv2d, lower_conv,
       "int8, int16 with int8 weights and int64 biases, float32",
       "one image; constant weights; any padding, stride and dilation; scales "
       "by tensor or channel"},
      {OperatorCode::kDepthwiseConv2d, lower_depthwise_conv, "as CONV_2D",
       "as CONV_2D; any channel multiplier"},
      {OperatorCode::kDequantize, lower_dequantize,
       "int8, uint8, int16 to float32", "scale by tensor"},
      {OperatorCode::kDiv, lower_div, "int32, float32",
       "shapes that broadcast; x / 0 is 0 for integers"},
      {OperatorCode::kExpandDims, lower_copy, "any", ""},
      {OperatorCode::kFullyConnected, lower_fully_connected, "as CONV_2D",
       "constant weights; scales by tensor or output"},
      {OperatorCode::kLogistic, lower_logistic, "int8, float32", ""},
      {OperatorCode::kMaxPool2d, lower_pool, "int8, int16, float32",
       "one image"},
      {OperatorCode::kMaximum, lower_maximum, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kMean, lower_mean, "int8, float32", "neighbouring axes"},
      {OperatorCode::kMinimum, lower_maximum, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kMul, lower_mul, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kPack, lower_move, "any", ""},
      {OperatorCode::kPad, lower_pad, "int8, float32",
       "a constant border, up to 4 dimensions"},
      {OperatorCode::kPrelu, lower_prelu, "int8, float32",
       "shapes that broadcast"},
      {OperatorCode::kQuantize, lower_quantize,
       "float32 to int8, int16; int8, uint8, int16, int32 to each other",
       "where TensorFlow Lite Micro does"},
      {OperatorCode::kReadVariable, lower_copy, "any",
       "variables that VAR_HANDLE names"},
      {OperatorCode::kRelu, lower_relu, "int8, float32", ""},
      {OperatorCode::kRelu6, lower_relu, "int8, float32", ""},
      {OperatorCode::kReshape, lower_copy, "any", "makes no code"},
      {OperatorCode::kResizeBilinear, lower_resize_bilinear, "int8, float32",
       "one image"},
      {OperatorCode::kSlice, lower_move, "any", "constant begin and size"},
      {OperatorCode::kSoftmax, lower_softmax, "int8, int8 to int16, float32",
       "over the last dimension"},
      {OperatorCode::kSplit, lower_move, "any", "constant axis"},
      {OperatorCode::kSplitV, lower_move, "any", "constant axis"},
      {OperatorCode::kSqueeze, lower_copy, "any", "makes no code"},
      {OperatorCode::kStridedSlice, lower_move, "any",
       "constant begin, end and strides; no ellipsis, no new axis"},
      {OperatorCode::kSub, lower_sub, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kSvdf, lower_svdf,
       "int8 with a state of int8 or int16, float32",
       "a batch of one; constant weights"},
      {OperatorCode::kTranspose, lower_move, "any", "constant order"},
      {OperatorCode::kUnidirectionalSequenceLstm, lower_lstm,
       "int8 with a cell state of int16",
       "a batch of one; no peepholes, projection or layer normalization"},
      {OperatorCode::kUnpack, lower_move, "any", ""},
  };
  return table;
}

const std::vector<CustomKernelFamily>& custom_kernel_table() {
  static const std::vector<CustomKernelFamily> table = {
      {"SignalDelay", lower_signal_delay},
      {"SignalEnergy", lower_signal_energy},
      {"SignalFftAutoScale", lower_fft_auto_scale},
      {"SignalFilterBank", lower_filter_bank},
      {"SignalFilterBankLog", lower_filter_bank_log},
      {"SignalFilterBankSpectralSubtraction", lower_spectral_subtraction},
      {"SignalFilterBankSquareRoot", lower_filter_bank_square_root},
      {"SignalFramer", lower_signal_framer},
      {"SignalOverlapAdd", lower_signal_overlap_add},
      {"SignalPCAN", lower_pcan},
      {"SignalRfft", lower_rfft},
      {"SignalStacker", lower_signal_stacker},
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
