#include <schema_generated.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/model/tflite/tflite.h"
#include "lib/model/tflite/type_codes.h"
#include "lib/model/verify.h"

namespace mote {
namespace {

namespace fb = tflite::schema;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

int8_t type_code(const Tensor& tensor) {
  for (const auto& [type, number] : tflite::kTypeCodes) {
    if (type == tensor.type) return number;
  }
  throw Error("the type of tensor '" + tensor.name + "' cannot be written",
              ".tflite writer");
}

// Operator options in the builder: which table, and where.
struct Options {
  fb::BuiltinOptions kind = fb::BuiltinOptions::NONE;
  Offset<void> table;
};

template <class Table>
Options options(Offset<Table> table) {
  return {fb::BuiltinOptionsTraits<Table>::enum_value, table.Union()};
}

template <class Number>
int8_t byte(Number number) {
  return static_cast<int8_t>(number);
}

Options write_convolution(FlatBufferBuilder& builder, const Operator& op) {
  const OperatorOptions& o = op.options;
  if (op.code == OperatorCode::kConv2d) {
    return options(fb::CreateConv2DOptions(builder, byte(o.padding), o.stride_w,
                                           o.stride_h, byte(o.activation),
                                           o.dilation_w, o.dilation_h));
  }
  return options(fb::CreateDepthwiseConv2DOptions(
      builder, byte(o.padding), o.stride_w, o.stride_h, o.depth_multiplier,
      byte(o.activation), o.dilation_w, o.dilation_h));
}

Options write_options(FlatBufferBuilder& builder, const Model& model,
                      const Operator& op) {
  const OperatorOptions& o = op.options;
  switch (op.code) {
    case OperatorCode::kConv2d:
    case OperatorCode::kDepthwiseConv2d:
      return write_convolution(builder, op);
    case OperatorCode::kAveragePool2d:
    case OperatorCode::kMaxPool2d:
      return options(fb::CreatePool2DOptions(builder, byte(o.padding),
                                             o.stride_w, o.stride_h, o.filter_w,
                                             o.filter_h, byte(o.activation)));
    case OperatorCode::kFullyConnected:
      return options(fb::CreateFullyConnectedOptions(
          builder, byte(o.activation), 0, o.keep_dims));
    case OperatorCode::kSoftmax:
      return options(fb::CreateSoftmaxOptions(builder, o.beta));
    case OperatorCode::kConcatenation:
      return options(
          fb::CreateConcatenationOptions(builder, o.axis, byte(o.activation)));
    case OperatorCode::kAdd:
      return options(fb::CreateAddOptions(builder, byte(o.activation)));
    case OperatorCode::kMul:
      return options(fb::CreateMulOptions(builder, byte(o.activation)));
    case OperatorCode::kReshape:
      return options(fb::CreateReshapeOptions(
          builder,
          builder.CreateVector(model.tensors.at(op.outputs.at(0)).shape)));
    case OperatorCode::kPad:
      return options(fb::CreatePadOptions(builder));
    case OperatorCode::kMean:
      return options(fb::CreateReducerOptions(builder, o.keep_dims));
    case OperatorCode::kDequantize:
      return options(fb::CreateDequantizeOptions(builder));
    case OperatorCode::kQuantize:
      return options(fb::CreateQuantizeOptions(builder));
    case OperatorCode::kRelu:
    case OperatorCode::kRelu6:
    case OperatorCode::kLogistic:
      return {};
    default:
      throw Error("the options of " + operator_name(op) + " cannot be written",
                  ".tflite writer");
  }
}

class Writer {
 public:
  explicit Writer(const Model& model) : model_(model) {}

  std::vector<uint8_t> write() {
    buffers_.push_back(fb::CreateBuffer(builder_));  // the empty one
    std::vector<Offset<fb::Tensor>> tensors;
    for (const Tensor& tensor : model_.tensors) {
      tensors.push_back(write_tensor(tensor));
    }
    std::vector<Offset<fb::Operator>> operators;
    for (const Operator& op : model_.operators) {
      operators.push_back(write_operator(op));
    }
    const auto graph = fb::CreateSubGraphDirect(
        builder_, &tensors, &model_.inputs, &model_.outputs, &operators,
        model_.name.empty() ? "main" : model_.name.c_str());
    finish(graph);
    const uint8_t* start = builder_.GetBufferPointer();
    return std::vector<uint8_t>(start, start + builder_.GetSize());
  }

 private:
  Offset<fb::Tensor> write_tensor(const Tensor& tensor) {
    const Quantization& q = tensor.quantization;
    const auto quantization = fb::CreateQuantizationParametersDirect(
        builder_, nullptr, nullptr, q.scale.empty() ? nullptr : &q.scale,
        q.zero_point.empty() ? nullptr : &q.zero_point, q.axis);
    return fb::CreateTensorDirect(builder_, &tensor.shape, type_code(tensor),
                                  write_data(tensor), tensor.name.c_str(),
                                  quantization, tensor.variable);
  }

  uint32_t write_data(const Tensor& tensor) {
    if (!tensor.constant()) return 0;
    constexpr size_t kAlignment = 16;
    builder_.ForceVectorAlignment(tensor.data.size(), 1, kAlignment);
    const auto data = builder_.CreateVector(tensor.data);
    buffers_.push_back(fb::CreateBuffer(builder_, data));
    return static_cast<uint32_t>(buffers_.size() - 1);
  }

  Offset<fb::Operator> write_operator(const Operator& op) {
    const Options written = write_options(builder_, model_, op);
    return fb::CreateOperatorDirect(builder_, code_index(op), &op.inputs,
                                    &op.outputs, written.kind, written.table);
  }

  // One entry for each pair of operator and version.
  uint32_t code_index(const Operator& op) {
    const std::pair code = {op.code, op.version};
    auto found = std::find(codes_.begin(), codes_.end(), code);
    if (found == codes_.end()) found = codes_.insert(found, code);
    return static_cast<uint32_t>(found - codes_.begin());
  }

  void finish(Offset<fb::SubGraph> graph) {
    std::vector<Offset<fb::OperatorCode>> codes;
    for (const auto& [code, version] : codes_) {
      const int number = static_cast<int>(code);
      codes.push_back(fb::CreateOperatorCode(
          builder_,
          static_cast<int8_t>(std::min(number, tflite::kFirstWideOperatorCode)),
          0, version, number));
    }
    const std::vector<Offset<fb::SubGraph>> graphs = {graph};
    constexpr uint32_t kSchemaVersion = 3;
    fb::FinishModelBuffer(
        builder_, fb::CreateModelDirect(builder_, kSchemaVersion, &codes,
                                        &graphs, "made by mote", &buffers_));
  }

  const Model& model_;
  FlatBufferBuilder builder_;
  std::vector<Offset<fb::Buffer>> buffers_;
  std::vector<std::pair<OperatorCode, int>> codes_;
};

}  // namespace

std::vector<uint8_t> write_tflite(const Model& model) {
  verify_model(model, ".tflite writer");
  return Writer(model).write();
}

}  // namespace mote
