#include <schema_generated.h>

#include <algorithm>
#include <tuple>

#include "lib/base/error.h"
#include "lib/model/tflite/tflite.h"
#include "lib/model/tflite/type_codes.h"
#include "lib/model/tflite/write_options.h"
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

class Writer {
 public:
  explicit Writer(const Model& model) : model_(model) {}

  std::vector<uint8_t> write() {
    buffers_.push_back(fb::CreateBuffer(builder_));  // the empty one
    std::vector<Offset<fb::SubGraph>> graphs = {write_graph(model_)};
    for (const Model& graph : model_.subgraphs) {
      graphs.push_back(write_graph(graph));
    }
    finish(graphs);
    const uint8_t* start = builder_.GetBufferPointer();
    return std::vector<uint8_t>(start, start + builder_.GetSize());
  }

 private:
  Offset<fb::SubGraph> write_graph(const Model& graph) {
    std::vector<Offset<fb::Tensor>> tensors;
    for (const Tensor& tensor : graph.tensors) {
      tensors.push_back(write_tensor(tensor));
    }
    std::vector<Offset<fb::Operator>> operators;
    for (const Operator& op : graph.operators) {
      operators.push_back(write_operator(graph, op));
    }
    return fb::CreateSubGraphDirect(
        builder_, &tensors, &graph.inputs, &graph.outputs, &operators,
        graph.name.empty() ? "main" : graph.name.c_str());
  }

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

  Offset<fb::Operator> write_operator(const Model& graph, const Operator& op) {
    const tflite::WrittenOptions written =
        tflite::write_options(builder_, graph, op);
    const std::vector<uint8_t> custom = tflite::write_custom_options(op);
    return fb::CreateOperatorDirect(builder_, code_index(op), &op.inputs,
                                    &op.outputs, written.kind, written.table,
                                    custom.empty() ? nullptr : &custom);
  }

  // One entry for each operator, version and name.
  uint32_t code_index(const Operator& op) {
    const std::tuple code = {op.code, op.version, op.custom_name};
    auto found = std::find(codes_.begin(), codes_.end(), code);
    if (found == codes_.end()) found = codes_.insert(found, code);
    return static_cast<uint32_t>(found - codes_.begin());
  }

  void finish(const std::vector<Offset<fb::SubGraph>>& graphs) {
    std::vector<Offset<fb::OperatorCode>> codes;
    for (const auto& [code, version, name] : codes_) {
      const int number = static_cast<int>(code);
      codes.push_back(fb::CreateOperatorCode(
          builder_,
          static_cast<int8_t>(std::min(number, tflite::kFirstWideOperatorCode)),
          name.empty() ? 0 : builder_.CreateString(name), version, number));
    }
    constexpr uint32_t kSchemaVersion = 3;
    fb::FinishModelBuffer(
        builder_, fb::CreateModelDirect(builder_, kSchemaVersion, &codes,
                                        &graphs, "made by mote", &buffers_));
  }

  const Model& model_;
  FlatBufferBuilder builder_;
  std::vector<Offset<fb::Buffer>> buffers_;
  std::vector<std::tuple<OperatorCode, int, std::string>> codes_;
};

}  // namespace

std::vector<uint8_t> write_tflite(const Model& model) {
  verify_model(model, ".tflite writer");
  return Writer(model).write();
}

}  // namespace mote
