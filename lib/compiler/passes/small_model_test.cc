#include "lib/compiler/passes/small_model.h"

#include <gtest/gtest.h>

#include <cstring>

#include "lib/compiler/explain/describe_model.h"

namespace mote::test {

int SmallModel::int8(const std::string& name, std::vector<int> shape) {
  Tensor tensor;
  tensor.name = name, tensor.type = Type::kInt8, tensor.shape = shape;
  tensor.quantization = {{0.5f}, {-1}, 0};
  return add(std::move(tensor));
}

int SmallModel::float32(const std::string& name, std::vector<int> shape) {
  Tensor tensor;
  tensor.name = name, tensor.shape = shape;
  return add(std::move(tensor));
}

int SmallModel::weights(const std::string& name, std::vector<int> shape,
                        const std::vector<int8_t>& values) {
  const int index = int8(name, std::move(shape));
  model_.tensors[index].quantization = {{0.25f}, {0}, 0};
  model_.tensors[index].data.assign(values.begin(), values.end());
  return index;
}

int SmallModel::int32(const std::string& name,
                      const std::vector<int32_t>& values) {
  Tensor tensor;
  tensor.name = name, tensor.type = Type::kInt32;
  tensor.shape = {static_cast<int>(values.size())};
  tensor.data.resize(4 * values.size());
  std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return add(std::move(tensor));
}

Operator& SmallModel::add(OperatorCode code, std::vector<int> inputs,
                          std::vector<int> outputs) {
  Operator op;
  op.code = code;
  op.inputs = std::move(inputs), op.outputs = std::move(outputs);
  op.options.padding = Padding::kValid;
  model_.operators.push_back(op);
  return model_.operators.back();
}

int SmallModel::add(Tensor tensor) {
  model_.tensors.push_back(std::move(tensor));
  return static_cast<int>(model_.tensors.size()) - 1;
}

Model SmallModel::finish(std::vector<int> inputs, std::vector<int> outputs) && {
  model_.inputs = std::move(inputs), model_.outputs = std::move(outputs);
  return std::move(model_);
}

std::string changes(const std::string& pass, const Model& model) {
  for (const Pass& known : compiler_passes()) {
    if (known.name != pass) continue;
    return describe_difference(describe_model(model),
                               describe_model(known.run(model)));
  }
  return "there is no pass called " + pass;
}

}  // namespace mote::test
