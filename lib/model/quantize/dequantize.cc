#include "lib/model/quantize/dequantize.h"

#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

bool is_integer(Type type) {
  return type == Type::kInt8 || type == Type::kUint8 || type == Type::kInt16 ||
         type == Type::kInt32 || type == Type::kInt64;
}

double integer_at(Type type, const uint8_t* bytes, size_t i) {
  const auto value = [&](auto zero) {
    std::memcpy(&zero, bytes + i * sizeof(zero), sizeof(zero));
    return static_cast<double>(zero);
  };
  switch (type) {
    case Type::kInt8:
      return value(int8_t{});
    case Type::kUint8:
      return value(uint8_t{});
    case Type::kInt16:
      return value(int16_t{});
    case Type::kInt32:
      return value(int32_t{});
    case Type::kInt64:
      return value(int64_t{});
    default:
      throw Error("has no integers", type_name(type));
  }
}

// Which entry of scales and zero points element `i` has.
size_t channel_of(const Tensor& tensor, size_t i) {
  if (tensor.quantization.scale.size() == 1) return 0;
  size_t inner = 1;
  const auto axis = static_cast<size_t>(tensor.quantization.axis);
  for (size_t d = axis + 1; d < tensor.shape.size(); ++d) {
    inner *= static_cast<size_t>(tensor.shape[d]);
  }
  return i / inner % static_cast<size_t>(tensor.shape[axis]);
}

void set_floats(Tensor& tensor, const std::vector<float>& values) {
  tensor.data.resize(values.size() * sizeof(float));
  std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
}

bool has_weights(const Operator& op) {
  return op.code == OperatorCode::kConv2d ||
         op.code == OperatorCode::kDepthwiseConv2d ||
         op.code == OperatorCode::kFullyConnected;
}

// Integers in steps of input scale * weight scale, whatever the file says.
void dequantize_bias(const Operator& op, const Model& quantized, Model& real) {
  if (!has_weights(op) || op.inputs.size() < 3 || op.inputs[2] < 0) return;
  const Tensor& input = quantized.tensors[op.inputs[0]];
  const Tensor& weights = quantized.tensors[op.inputs[1]];
  const Tensor& bias = quantized.tensors[op.inputs[2]];
  if (!is_integer(bias.type) || !bias.constant() || !input.quantized() ||
      !weights.quantized()) {
    return;
  }
  const std::vector<float>& scale = weights.quantization.scale;
  std::vector<float> values;
  for (size_t i = 0; i < static_cast<size_t>(bias.elements()); ++i) {
    values.push_back(static_cast<float>(
        integer_at(bias.type, bias.data.data(), i) * input.scale() *
        double{scale[scale.size() > 1 ? i : 0]}));
  }
  Tensor& to = real.tensors[op.inputs[2]];
  to.type = Type::kFloat32;
  to.quantization = {};
  set_floats(to, values);
}

void dequantize_tensor(Tensor& tensor) {
  if (!tensor.quantized() || !is_integer(tensor.type)) return;
  if (tensor.constant()) {
    set_floats(tensor,
               real_values(tensor, tensor.data.data(), tensor.data.size()));
  }
  tensor.initial.clear();
  tensor.type = Type::kFloat32;
  tensor.quantization = {};
}

}  // namespace

std::vector<float> real_values(const Tensor& tensor, const uint8_t* bytes,
                               size_t size) {
  const size_t count = size / static_cast<size_t>(type_bytes(tensor.type));
  std::vector<float> values(count);
  if (tensor.type == Type::kFloat32) {
    if (count > 0) std::memcpy(values.data(), bytes, size);
    return values;
  }
  const Quantization& q = tensor.quantization;
  if (q.scale.empty()) throw Error("is not quantized", tensor.name);
  for (size_t i = 0; i < count; ++i) {
    const size_t c = channel_of(tensor, i);
    const auto zero =
        c < q.zero_point.size() ? static_cast<double>(q.zero_point[c]) : 0.0;
    values[i] = static_cast<float>((integer_at(tensor.type, bytes, i) - zero) *
                                   double{q.scale[c]});
  }
  return values;
}

Model dequantize(Model model) {
  const Model quantized = model;
  for (Tensor& tensor : model.tensors) dequantize_tensor(tensor);
  for (Operator& op : model.operators) {
    dequantize_bias(op, quantized, model);
    if (op.code == OperatorCode::kQuantize ||
        op.code == OperatorCode::kDequantize) {
      op.code = OperatorCode::kReshape;
    }
  }
  for (Model& subgraph : model.subgraphs) subgraph = dequantize(subgraph);
  return model;
}

}  // namespace mote
