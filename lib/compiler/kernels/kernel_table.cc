#include "lib/compiler/kernels/kernel_table.h"

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/images.h"
#include "lib/compiler/kernels/rare_families.h"

namespace mote {

const std::vector<KernelFamily>& kernel_table() {
  static const std::vector<KernelFamily> table = {
      {OperatorCode::kAbs, lower_unary, "int8, int16, float32", ""},
      {OperatorCode::kAdd, lower_add, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kAddN, lower_add_n, "int8, float32",
       "two to eight inputs of one shape and scale"},
      {OperatorCode::kArgMax, lower_arg, "int8, float32 to int32",
       "constant axis"},
      {OperatorCode::kArgMin, lower_arg, "int8, float32 to int32",
       "constant axis"},
      {OperatorCode::kAssignVariable, lower_copy, "any",
       "variables that VAR_HANDLE names"},
      {OperatorCode::kAveragePool2d, lower_pool, "int8, int16, float32", ""},
      {OperatorCode::kBatchMatMul, lower_batch_matmul, "int8, int16, float32",
       "batches that broadcast"},
      {OperatorCode::kBatchToSpaceNd, lower_move, "any",
       "constant blocks and crops"},
      {OperatorCode::kBroadcastArgs, lower_broadcast_args, "int32, int64", ""},
      {OperatorCode::kBroadcastTo, lower_move, "any", "constant shape"},
      {OperatorCode::kCast, lower_cast, "bool, int8, int16, int32, float32",
       "not to bool; also uint32 to int32 and back"},
      {OperatorCode::kCeil, lower_unary, "float32", ""},
      {OperatorCode::kConcatenation, lower_move, "any", "no fused activation"},
      {OperatorCode::kConv2d, lower_conv,
       "int8, with weights of 4 bits too; int16 with int8 weights and biases "
       "of int64 or int32; float32",
       "constant weights; any padding, stride and dilation; scales "
       "by tensor or channel"},
      {OperatorCode::kCos, lower_unary, "float32", ""},
      {OperatorCode::kCumsum, lower_cumsum, "int8, float32", "constant axis"},
      {OperatorCode::kDepthToSpace, lower_move, "any", ""},
      {OperatorCode::kDepthwiseConv2d, lower_depthwise_conv,
       "as CONV_2D, no int32 biases of int16",
       "as CONV_2D; any channel multiplier"},
      {OperatorCode::kDequantize, lower_dequantize,
       "int8, uint8, int16 to float32", "scale by tensor"},
      {OperatorCode::kDiv, lower_div, "int8, int32, float32",
       "shapes that broadcast; x / 0 is 0 for integers"},
      {OperatorCode::kDynamicUpdateSlice, lower_update_slice, "any",
       "places of int32, up to 5 dimensions"},
      {OperatorCode::kElu, lower_unary, "int8, float32", ""},
      {OperatorCode::kEmbeddingLookup, lower_embedding,
       "int8, float32, int8 to float32", ""},
      {OperatorCode::kEqual, lower_compare, "int8, int32, int64, bool, float32",
       "shapes that broadcast"},
      {OperatorCode::kExp, lower_unary, "float32", ""},
      {OperatorCode::kExpandDims, lower_copy, "any", ""},
      {OperatorCode::kFill, lower_move, "any", "constant shape"},
      {OperatorCode::kFloor, lower_unary, "float32", ""},
      {OperatorCode::kFloorDiv, lower_floor_div, "float32",
       "shapes that broadcast"},
      {OperatorCode::kFloorMod, lower_floor_div, "float32",
       "shapes that broadcast"},
      {OperatorCode::kFullyConnected, lower_fully_connected, "as CONV_2D",
       "scales by tensor or output; computed weights of int8 or float32"},
      {OperatorCode::kGather, lower_gather, "any", "indices of int32"},
      {OperatorCode::kGatherNd, lower_gather_nd, "any",
       "indices of int32, up to 5 deep"},
      {OperatorCode::kGreater, lower_compare, "int8, int32, int64, float32",
       "shapes that broadcast"},
      {OperatorCode::kGreaterEqual, lower_compare,
       "int8, int32, int64, float32", "shapes that broadcast"},
      {OperatorCode::kHardSwish, lower_unary, "int8, float32", ""},
      {OperatorCode::kL2Normalization, lower_l2_normalization, "int8, float32",
       "over the last dimension"},
      {OperatorCode::kL2Pool2d, lower_l2_pool, "float32", ""},
      {OperatorCode::kLeakyRelu, lower_unary, "int8, int16, float32", ""},
      {OperatorCode::kLess, lower_compare, "int8, int32, int64, float32",
       "shapes that broadcast"},
      {OperatorCode::kLessEqual, lower_compare, "int8, int32, int64, float32",
       "shapes that broadcast"},
      {OperatorCode::kLog, lower_unary, "float32", ""},
      {OperatorCode::kLogSoftmax, lower_log_softmax, "int8, float32",
       "over the last dimension"},
      {OperatorCode::kLogicalAnd, lower_logical, "bool",
       "shapes that broadcast"},
      {OperatorCode::kLogicalNot, lower_logical_not, "bool", ""},
      {OperatorCode::kLogicalOr, lower_logical, "bool",
       "shapes that broadcast"},
      {OperatorCode::kLogistic, lower_unary, "int8, int16, float32", ""},
      {OperatorCode::kMaxPool2d, lower_pool, "int8, int16, float32", ""},
      {OperatorCode::kMaximum, lower_maximum,
       "int8, int16, int32, int64, float32", "shapes that broadcast"},
      {OperatorCode::kMean, lower_mean, "int8, int16, float32",
       "constant axes"},
      {OperatorCode::kMinimum, lower_maximum,
       "int8, int16, int32, int64, float32", "shapes that broadcast"},
      {OperatorCode::kMirrorPad, lower_mirror_pad, "any",
       "a constant border, up to 4 dimensions"},
      {OperatorCode::kMul, lower_mul, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kNeg, lower_unary, "float32", ""},
      {OperatorCode::kNotEqual, lower_compare,
       "int8, int32, int64, bool, float32", "shapes that broadcast"},
      {OperatorCode::kPack, lower_move, "any", ""},
      {OperatorCode::kPad, lower_pad, "int8, int16, int32, float32",
       "a constant border, up to 4 dimensions"},
      {OperatorCode::kPadV2, lower_pad, "int8, int16, int32, float32",
       "as PAD; a constant value"},
      {OperatorCode::kPrelu, lower_prelu,
       "int8, int16 with int8 slopes, float32", "shapes that broadcast"},
      {OperatorCode::kQuantize, lower_quantize,
       "float32 to int8, int16; int8, uint8, int16, int32 to each other",
       "where TensorFlow Lite Micro does"},
      {OperatorCode::kReadVariable, lower_copy, "any",
       "variables that VAR_HANDLE names"},
      {OperatorCode::kReduceAll, lower_reduce, "bool", "constant axes"},
      {OperatorCode::kReduceMax, lower_reduce, "int8, float32",
       "constant axes"},
      {OperatorCode::kReduceMin, lower_reduce, "int8, float32",
       "constant axes"},
      {OperatorCode::kRelu, lower_unary, "int8, int16, float32", ""},
      {OperatorCode::kRelu6, lower_unary, "int8, int16, float32", ""},
      {OperatorCode::kReshape, lower_copy, "any", "makes no code"},
      {OperatorCode::kResizeBilinear, lower_resize_bilinear, "int8, float32",
       ""},
      {OperatorCode::kResizeNearestNeighbor, lower_resize_nearest, "any", ""},
      {OperatorCode::kReverseV2, lower_move, "any", "constant axes"},
      {OperatorCode::kRound, lower_unary, "float32", ""},
      {OperatorCode::kRsqrt, lower_unary, "int8, float32", ""},
      {OperatorCode::kSelectV2, lower_select, "any",
       "shapes that broadcast, up to 4 dimensions"},
      {OperatorCode::kSin, lower_unary, "float32", ""},
      {OperatorCode::kSlice, lower_slice, "any",
       "a computed begin is of int32, up to 5 dimensions"},
      {OperatorCode::kSoftmax, lower_softmax,
       "int8, int8 to int16, int16, float32", "over the last dimension"},
      {OperatorCode::kSpaceToBatchNd, lower_space_to_batch, "any",
       "constant blocks and border"},
      {OperatorCode::kSpaceToDepth, lower_move, "any", ""},
      {OperatorCode::kSplit, lower_move, "any", "constant axis"},
      {OperatorCode::kSplitV, lower_move, "any", "constant axis"},
      {OperatorCode::kSqrt, lower_unary, "float32", ""},
      {OperatorCode::kSquare, lower_unary, "float32", ""},
      {OperatorCode::kSquaredDifference, lower_squared_difference,
       "int8, int16, int32, float32", "shapes that broadcast"},
      {OperatorCode::kSqueeze, lower_copy, "any", "makes no code"},
      {OperatorCode::kStridedSlice, lower_move, "any",
       "constant begin, end and strides; no ellipsis, no new axis"},
      {OperatorCode::kSub, lower_sub, "int8, int16, int32, float32",
       "shapes that broadcast"},
      {OperatorCode::kSum, lower_reduce, "int8, int16, float32",
       "constant axes"},
      {OperatorCode::kSvdf, lower_svdf,
       "int8 with a state of int8 or int16, float32", "constant weights"},
      {OperatorCode::kTanh, lower_unary, "int8, int16, float32", ""},
      {OperatorCode::kTranspose, lower_move, "any", "constant order"},
      {OperatorCode::kTransposeConv, lower_transpose_conv,
       "as DEPTHWISE_CONV_2D", "constant weights; scales by tensor or channel"},
      {OperatorCode::kUnidirectionalSequenceLstm, lower_lstm,
       "int8 or int16 with a cell state of int16, float32",
       "no peepholes, projection or layer normalization"},
      {OperatorCode::kUnpack, lower_move, "any", ""},
      {OperatorCode::kZerosLike, lower_fill, "any", ""},
  };
  return table;
}

const std::vector<CustomKernelFamily>& custom_kernel_table() {
  static const std::vector<CustomKernelFamily> table = {
      {"CIRCULAR_BUFFER", lower_circular_buffer},
      {"SignalDelay", lower_signal_delay},
      {"SignalEnergy", lower_signal_energy},
      {"SignalFftAutoScale", lower_fft_auto_scale},
      {"SignalFilterBank", lower_filter_bank},
      {"SignalFilterBankLog", lower_filter_bank_log},
      {"SignalFilterBankSpectralSubtraction", lower_spectral_subtraction},
      {"SignalFilterBankSquareRoot", lower_filter_bank_square_root},
      {"SignalFramer", lower_signal_framer},
      {"SignalIrfft", lower_irfft},
      {"SignalOverlapAdd", lower_signal_overlap_add},
      {"SignalPCAN", lower_pcan},
      {"SignalRfft", lower_rfft},
      {"SignalStacker", lower_signal_stacker},
      {"SignalWindow", lower_signal_window},
      {"TFLite_Detection_PostProcess", lower_detection},
  };
  return table;
}

namespace {

// Operators that LiteRT computes in a way of its own, now and then by one
// otherwise than TensorFlow Lite Micro.
bool is_unknown_in_litert(const Operator& op, const Lowering& lowering) {
  if (op.rounding == Rounding::kTflm || !lowering.has_input(op, 0))
    return false;
  const Type from = lowering.input(op, 0).type;
  switch (op.code) {
    case OperatorCode::kAdd:
    case OperatorCode::kFullyConnected:
    case OperatorCode::kLogistic:
    case OperatorCode::kSoftmax:
    case OperatorCode::kSub:
    case OperatorCode::kTanh:
      return from == Type::kInt16;
    case OperatorCode::kConv2d:
      return from == Type::kInt16 && lowering.has_input(op, 2) &&
             lowering.input(op, 2).type == Type::kInt32;
    case OperatorCode::kLogSoftmax:
      return from == Type::kInt8;
    case OperatorCode::kSum:
    case OperatorCode::kUnidirectionalSequenceLstm:
      return from != Type::kFloat32;
    case OperatorCode::kSvdf:
      return lowering.input(op, 4).type == Type::kInt8;
    default:
      return false;
  }
}

}  // namespace

Step lower_operator(const Operator& op, Lowering& lowering) {
  if (is_unknown_in_litert(op, lowering)) {
    lowering.refuse(op, "mote does not know how LiteRT rounds it",
                    "Compile with --rounding tflm.");
  }
  if (images_of(op, lowering) > 1) return lower_images(op, lowering);
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
