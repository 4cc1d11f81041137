#include "lib/model/tflite/write_options.h"

#include <flatbuffers/flexbuffers.h>

#include <cmath>

#include "lib/base/error.h"

namespace mote::tflite {
namespace {

namespace fb = schema;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

template <class Table>
WrittenOptions options(Offset<Table> table) {
  return {fb::BuiltinOptionsTraits<Table>::enum_value, table.Union()};
}

template <class Number>
int8_t byte(Number number) {
  return static_cast<int8_t>(number);
}

// Operators over windows of an image; nothing for others.
WrittenOptions write_window(FlatBufferBuilder& builder, const Operator& op) {
  const OperatorOptions& o = op.options;
  switch (op.code) {
    case OperatorCode::kConv2d:
      return options(fb::CreateConv2DOptions(
          builder, byte(o.padding), o.stride_w, o.stride_h, byte(o.activation),
          o.dilation_w, o.dilation_h));
    case OperatorCode::kDepthwiseConv2d:
      return options(fb::CreateDepthwiseConv2DOptions(
          builder, byte(o.padding), o.stride_w, o.stride_h, o.depth_multiplier,
          byte(o.activation), o.dilation_w, o.dilation_h));
    case OperatorCode::kTransposeConv:
      return options(fb::CreateTransposeConvOptions(builder, byte(o.padding),
                                                    o.stride_w, o.stride_h,
                                                    byte(o.activation)));
    case OperatorCode::kAveragePool2d:
    case OperatorCode::kMaxPool2d:
    case OperatorCode::kL2Pool2d:
      return options(fb::CreatePool2DOptions(builder, byte(o.padding),
                                             o.stride_w, o.stride_h, o.filter_w,
                                             o.filter_h, byte(o.activation)));
    default:
      return {};
  }
}

WrittenOptions write_arithmetic(FlatBufferBuilder& builder,
                                const Operator& op) {
  const OperatorOptions& o = op.options;
  switch (op.code) {
    case OperatorCode::kAdd:
      return options(fb::CreateAddOptions(builder, byte(o.activation)));
    case OperatorCode::kSub:
      return options(fb::CreateSubOptions(builder, byte(o.activation)));
    case OperatorCode::kMul:
      return options(fb::CreateMulOptions(builder, byte(o.activation)));
    case OperatorCode::kDiv:
      return options(fb::CreateDivOptions(builder, byte(o.activation)));
    case OperatorCode::kFullyConnected:
      return options(fb::CreateFullyConnectedOptions(
          builder, byte(o.activation), 0, o.keep_dims));
    case OperatorCode::kBatchMatMul:
      return options(
          fb::CreateBatchMatMulOptions(builder, o.adjoint_x, o.adjoint_y));
    case OperatorCode::kSoftmax:
      return options(fb::CreateSoftmaxOptions(builder, o.beta));
    case OperatorCode::kL2Normalization:
      return options(fb::CreateL2NormOptions(builder, byte(o.activation)));
    case OperatorCode::kLeakyRelu:
      return options(fb::CreateLeakyReluOptions(builder, o.alpha));
    case OperatorCode::kUnidirectionalSequenceLstm: {
      constexpr int8_t kTanh = 4;
      return options(fb::CreateUnidirectionalSequenceLstmOptions(
          builder, kTanh, o.cell_clip, 0, o.time_major));
    }
    case OperatorCode::kCumsum:
      return options(fb::CreateCumsumOptions(builder, o.exclusive, o.reverse));
    case OperatorCode::kMean:
    case OperatorCode::kSum:
    case OperatorCode::kReduceMax:
    case OperatorCode::kReduceMin:
    case OperatorCode::kReduceAll:
      return options(fb::CreateReducerOptions(builder, o.keep_dims));
    default:
      return {};
  }
}

// Operators that move values.
WrittenOptions write_movement(FlatBufferBuilder& builder, const Model& model,
                              const Operator& op) {
  const OperatorOptions& o = op.options;
  switch (op.code) {
    case OperatorCode::kConcatenation:
      return options(
          fb::CreateConcatenationOptions(builder, o.axis, byte(o.activation)));
    case OperatorCode::kReshape:
      return options(fb::CreateReshapeOptions(
          builder,
          builder.CreateVector(model.tensors.at(op.outputs.at(0)).shape)));
    case OperatorCode::kGather:
      return options(fb::CreateGatherOptions(builder, o.axis, o.batch_dims));
    case OperatorCode::kPack:
      return options(fb::CreatePackOptions(
          builder, static_cast<int>(op.inputs.size()), o.axis));
    case OperatorCode::kUnpack:
      return options(fb::CreateUnpackOptions(
          builder, static_cast<int>(op.outputs.size()), o.axis));
    case OperatorCode::kSplit:
      return options(
          fb::CreateSplitOptions(builder, static_cast<int>(op.outputs.size())));
    case OperatorCode::kSplitV:
      return options(fb::CreateSplitVOptions(
          builder, static_cast<int>(op.outputs.size())));
    case OperatorCode::kStridedSlice:
      return options(fb::CreateStridedSliceOptions(
          builder, o.begin_mask, o.end_mask, o.ellipsis_mask, o.new_axis_mask,
          o.shrink_axis_mask, o.end_is_size));
    case OperatorCode::kResizeBilinear:
      return options(fb::CreateResizeBilinearOptions(builder, o.align_corners,
                                                     o.half_pixel_centers));
    case OperatorCode::kResizeNearestNeighbor:
      return options(fb::CreateResizeNearestOptions(builder, o.align_corners,
                                                    o.half_pixel_centers));
    case OperatorCode::kSpaceToDepth:
      return options(fb::CreateSpaceToDepthOptions(builder, o.block_size));
    case OperatorCode::kDepthToSpace:
      return options(fb::CreateDepthToSpaceOptions(builder, o.block_size));
    case OperatorCode::kMirrorPad:
      return options(
          fb::CreateMirrorPadOptions(builder, o.repeats_edge ? 1 : 0));
    default:
      return {};
  }
}

// Operators that are written in few words.
WrittenOptions write_plain(FlatBufferBuilder& builder, const Model& model,
                           const Operator& op) {
  const auto output_type = [&] {
    return byte(model.tensors.at(op.outputs.at(0)).type == Type::kInt64 ? 4
                                                                        : 2);
  };
  switch (op.code) {
    case OperatorCode::kArgMax:
      return options(fb::CreateArgMaxOptions(builder, output_type()));
    case OperatorCode::kArgMin:
      return options(fb::CreateArgMinOptions(builder, output_type()));
    case OperatorCode::kPad:
      return options(fb::CreatePadOptions(builder));
    case OperatorCode::kSvdf:
      return options(fb::CreateSvdfOptions(builder, op.options.rank,
                                           byte(op.options.activation)));
    case OperatorCode::kIf:
      return options(fb::CreateIfOptions(builder, op.options.subgraph,
                                         op.options.other_subgraph));
    case OperatorCode::kWhile:
      return options(fb::CreateWhileOptions(builder, op.options.subgraph,
                                            op.options.other_subgraph));
    case OperatorCode::kDequantize:
      return options(fb::CreateDequantizeOptions(builder));
    case OperatorCode::kQuantize:
      return options(fb::CreateQuantizeOptions(builder));
    default:
      return {};
  }
}

// Operators whose options hold more than is written here.
bool refused(OperatorCode code) {
  switch (code) {
    case OperatorCode::kCallOnce:
    case OperatorCode::kVarHandle:
      return true;
    default:
      return is_control(code) || operator_name(code).starts_with("operator ");
  }
}

}  // namespace

WrittenOptions write_options(FlatBufferBuilder& builder, const Model& model,
                             const Operator& op) {
  if (refused(op.code)) {
    throw Error("the options of " + operator_name(op) + " cannot be written",
                ".tflite writer");
  }
  for (const WrittenOptions& written :
       {write_window(builder, op), write_arithmetic(builder, op),
        write_movement(builder, model, op), write_plain(builder, model, op)}) {
    if (written.kind != fb::BuiltinOptions::NONE) return written;
  }
  return {};
}

std::vector<uint8_t> write_custom_options(const Operator& op) {
  if (op.options.numbers.empty()) return {};
  flexbuffers::Builder builder;
  builder.Map([&] {
    for (const auto& [name, number] : op.options.numbers) {
      if (number == std::floor(number)) {
        builder.Int(name.c_str(), static_cast<int64_t>(number));
      } else {
        builder.Double(name.c_str(), number);
      }
    }
  });
  builder.Finish();
  return builder.GetBuffer();
}

}  // namespace mote::tflite
