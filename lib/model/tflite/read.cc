#include <schema_generated.h>

#include <algorithm>
#include <cstring>

#include "lib/base/error.h"
#include "lib/model/tflite/read_options.h"
#include "lib/model/tflite/tflite.h"
#include "lib/model/tflite/type_codes.h"
#include "lib/model/verify.h"

namespace mote {
namespace {

namespace fb = tflite::schema;

constexpr const char* kHint =
    "The file may be cut or damaged; fetch or convert it again.";

std::string text(const flatbuffers::String* string) {
  return string == nullptr ? "" : string->str();
}

// Copied byte by byte: the elements of a damaged file may be misaligned.
template <class T>
std::vector<T> values(const flatbuffers::Vector<T>* vector) {
  if (vector == nullptr || vector->size() == 0) return {};
  std::vector<T> result(vector->size());
  std::memcpy(result.data(), vector->Data(), result.size() * sizeof(T));
  return result;
}

template <class T>
size_t count(const flatbuffers::Vector<T>* vector) {
  return vector == nullptr ? 0 : vector->size();
}

Type read_type(int8_t code) {
  for (const auto& [type, number] : tflite::kTypeCodes) {
    if (number == code) return type;
  }
  return Type::kOther;
}

Quantization read_quantization(const fb::QuantizationParameters* q) {
  Quantization result;
  if (q == nullptr) return result;
  result.scale = values(q->scale());
  result.zero_point = values(q->zero_point());
  if (result.zero_point.empty()) {
    result.zero_point.resize(result.scale.size(), 0);
  }
  // Scale 0 with nothing else is how some writers say "not quantized".
  if (result.scale.size() == 1 && result.scale[0] == 0) return {};
  result.axis = q->quantized_dimension();
  return result;
}

std::vector<uint8_t> read_data(const fb::Model& file, uint32_t index,
                               const std::string& where) {
  if (index == 0) return {};
  if (index >= count(file.buffers())) {
    throw Error("buffer " + std::to_string(index) + " does not exist", where,
                kHint);
  }
  const fb::Buffer* buffer = file.buffers()->Get(index);
  if (buffer->offset() > 1) {
    throw Error("data outside the tables is not supported", where,
                "Files over 2 GB cannot be read.");
  }
  return values(buffer->data());
}

// Two weights a byte, the lower half first, become int8: what TensorFlow Lite
// Micro computes with too. Sizes that do not fit the shape are left for the
// verifier to find.
void unpack_int4(Tensor& tensor) {
  tensor.type = Type::kInt8;
  std::vector<uint8_t> values;
  for (const uint8_t pair : tensor.data) {
    for (const int half : {pair & 15, pair >> 4}) {
      values.push_back(static_cast<uint8_t>(half < 8 ? half : half - 16));
    }
  }
  size_t elements = 1;
  for (const int size : tensor.shape) {
    elements *= static_cast<size_t>(std::max(0, size));
    if (elements > values.size()) break;
  }
  if (elements + 1 == values.size()) values.pop_back();
  tensor.data = std::move(values);
}

Tensor read_tensor(const fb::Model& file, const fb::Tensor& from,
                   const std::string& where) {
  Tensor tensor;
  tensor.name = text(from.name());
  tensor.type = read_type(from.type());
  tensor.shape = values(from.shape());
  tensor.quantization = read_quantization(from.quantization());
  // Some converters leave the weights' dimension on a vector of biases.
  if (tensor.shape.size() == 1) tensor.quantization.axis = 0;
  tensor.variable = from.is_variable();
  tensor.data =
      read_data(file, from.buffer(), where + ": tensor '" + tensor.name + "'");
  if (from.type() == tflite::kInt4Code && tensor.constant()) {
    unpack_int4(tensor);
  }
  return tensor;
}

Operator read_operator(const fb::Model& file, const fb::Operator& from,
                       const std::string& where) {
  if (from.opcode_index() >= count(file.operator_codes())) {
    throw Error("operator code " + std::to_string(from.opcode_index()) +
                    " does not exist",
                where, kHint);
  }
  const fb::OperatorCode& code =
      *file.operator_codes()->Get(from.opcode_index());
  Operator op;
  op.code = static_cast<OperatorCode>(
      std::max<int>(code.deprecated_builtin_code(), code.builtin_code()));
  if (is_control(op.code)) {
    throw Error("operator code " + std::to_string(static_cast<int>(op.code)) +
                    " does not exist",
                where, kHint);
  }
  op.version = code.version();
  op.custom_name = text(code.custom_code());
  op.inputs = values(from.inputs());
  op.outputs = values(from.outputs());
  op.options = tflite::read_options(from, where + ": " + operator_name(op));
  return op;
}

// The flatbuffer, verified: every offset and length in it stays inside.
const fb::Model& verified_file(std::span<const uint8_t> bytes,
                               const std::string& where) {
  constexpr size_t kHeaderBytes = 8;
  if (bytes.size() < kHeaderBytes ||
      !fb::ModelBufferHasIdentifier(bytes.data())) {
    throw Error("not a .tflite file", where,
                "A .tflite starts with an offset and the letters TFL3.");
  }
  flatbuffers::Verifier verifier(bytes.data(), bytes.size());
  if (!fb::VerifyModelBuffer(verifier)) {
    throw Error("the .tflite file is cut or damaged", where, kHint);
  }
  const fb::Model& file = *fb::GetModel(bytes.data());
  if (file.version() != 3) {
    throw Error("schema version " + std::to_string(file.version()) +
                    " is not supported",
                where, "mote reads version 3.");
  }
  if (count(file.subgraphs()) == 0) {
    throw Error("the file holds no model", where, kHint);
  }
  return file;
}

Model read_subgraph(const fb::Model& file, const fb::SubGraph& graph,
                    const std::string& where) {
  Model model;
  model.name = text(graph.name());
  for (size_t i = 0; i < count(graph.tensors()); ++i) {
    model.tensors.push_back(read_tensor(
        file, *graph.tensors()->Get(static_cast<uint32_t>(i)), where));
  }
  for (size_t i = 0; i < count(graph.operators()); ++i) {
    model.operators.push_back(read_operator(
        file, *graph.operators()->Get(static_cast<uint32_t>(i)), where));
  }
  model.inputs = values(graph.inputs());
  model.outputs = values(graph.outputs());
  return model;
}

Model read_aligned(std::span<const uint8_t> bytes, const std::string& where) {
  const fb::Model& file = verified_file(bytes, where);
  Model model = read_subgraph(file, *file.subgraphs()->Get(0), where);
  for (size_t i = 1; i < count(file.subgraphs()); ++i) {
    model.subgraphs.push_back(
        read_subgraph(file, *file.subgraphs()->Get(static_cast<uint32_t>(i)),
                      where + ", subgraph " + std::to_string(i)));
  }
  verify_model(model, where);
  return model;
}

}  // namespace

Model read_tflite(std::span<const uint8_t> bytes, const std::string& where) {
  // FlatBuffers reads numbers in place, so the bytes must be aligned.
  constexpr uintptr_t kAlignment = 16;
  if (reinterpret_cast<uintptr_t>(bytes.data()) % kAlignment != 0) {
    const std::vector<uint8_t> copy(bytes.begin(), bytes.end());
    return read_aligned(copy, where);
  }
  return read_aligned(bytes, where);
}

}  // namespace mote
