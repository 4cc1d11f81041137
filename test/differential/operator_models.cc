#include "test/differential/operator_models.h"

#include <cmath>
#include <cstring>

namespace mote::test {
namespace {

template <typename T>
void append(std::vector<uint8_t>& bytes, T value) {
  const size_t at = bytes.size();
  bytes.resize(at + sizeof(T));
  std::memcpy(bytes.data() + at, &value, sizeof(T));
}

std::vector<uint8_t> random_values(const Tensor& tensor, double low,
                                   double high, Random& random) {
  std::vector<uint8_t> bytes;
  std::uniform_real_distribution<double> real(low, high);
  for (int64_t i = 0; i < tensor.elements(); ++i) {
    switch (tensor.type) {
      case Type::kFloat32:
        append(bytes, static_cast<float>(real(random)));
        break;
      case Type::kInt32:
        append(bytes, static_cast<int32_t>(std::lround(real(random))));
        break;
      case Type::kInt64:
        append(bytes, static_cast<int64_t>(std::lround(real(random))));
        break;
      case Type::kBool:
        append(bytes, static_cast<uint8_t>(random() % 2));
        break;
      default:
        for (int b = 0; b < type_bytes(tensor.type); ++b) {
          append(bytes, static_cast<uint8_t>(random()));
        }
    }
  }
  return bytes;
}

}  // namespace

std::vector<OperatorModel> operator_models(Random& random, int rounds) {
  OperatorModels models;
  for (int round = 0; round < rounds; ++round) {
    add_unary_models(random, models);
    add_binary_models(random, models);
    add_layer_models(random, models);
    add_movement_models(random, models);
    add_reduction_models(random, models);
    add_state_models(random, models);
    add_control_models(random, models);
  }
  return models;
}

std::vector<std::vector<uint8_t>> random_inputs(const OperatorModel& model,
                                                Random& random) {
  std::vector<std::vector<uint8_t>> inputs;
  for (const int input : model.model.inputs) {
    std::vector<uint8_t>& bytes = inputs.emplace_back();
    for (int inference = 0; inference < model.inferences; ++inference) {
      const std::vector<uint8_t> more = random_values(
          model.model.tensors[input], model.low, model.high, random);
      bytes.insert(bytes.end(), more.begin(), more.end());
    }
  }
  return inputs;
}

std::vector<std::vector<uint8_t>> inputs_of(
    const OperatorModel& model, const std::vector<std::vector<uint8_t>>& all,
    int inference) {
  std::vector<std::vector<uint8_t>> inputs;
  for (const std::vector<uint8_t>& bytes : all) {
    const auto size = static_cast<long>(bytes.size()) / model.inferences;
    const auto begin = bytes.begin() + inference * size;
    inputs.emplace_back(begin, begin + size);
  }
  return inputs;
}

OperatorBuilder::OperatorBuilder(OperatorCode code, Random& random)
    : random_(random) {
  model_.operators.resize(1);
  model_.operators[0].code = code;
}

int OperatorBuilder::next(int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random_);
}

float OperatorBuilder::scale() {
  return std::uniform_real_distribution<float>(0.02f, 0.08f)(random_);
}

int OperatorBuilder::add(Type type, const std::vector<int>& shape) {
  Tensor tensor;
  tensor.name = "tensor_" + std::to_string(model_.tensors.size());
  tensor.type = type;
  tensor.shape = shape;
  quantize(tensor);
  model_.tensors.push_back(std::move(tensor));
  return static_cast<int>(model_.tensors.size()) - 1;
}

void OperatorBuilder::quantize(Tensor& tensor) {
  if (tensor.type == Type::kInt8) {
    tensor.quantization = {{scale()}, {next(-128, 127)}, 0};
  } else if (tensor.type == Type::kInt16) {
    tensor.quantization = {{scale() / 256}, {0}, 0};
  }
}

OperatorBuilder& OperatorBuilder::input(Type type,
                                        const std::vector<int>& shape) {
  const int index = add(type, shape);
  model_.inputs.push_back(index);
  model_.operators[0].inputs.push_back(index);
  return *this;
}

OperatorBuilder& OperatorBuilder::input(Type type,
                                        const std::vector<int>& shape,
                                        float scale, int zero_point) {
  input(type, shape);
  last().quantization = {{scale}, {zero_point}, 0};
  return *this;
}

OperatorBuilder& OperatorBuilder::constant(const std::vector<int32_t>& values) {
  const int index = add(Type::kInt32, {static_cast<int>(values.size())});
  for (const int32_t value : values) append(last().data, value);
  model_.operators[0].inputs.push_back(index);
  return *this;
}

OperatorBuilder& OperatorBuilder::constant(Type type,
                                           const std::vector<int>& shape) {
  const int index = add(type, shape);
  last().data = random_values(last(), -2, 2, random_);
  model_.operators[0].inputs.push_back(index);
  return *this;
}

OperatorBuilder& OperatorBuilder::constant(Type type,
                                           const std::vector<int>& shape,
                                           float scale, int zero_point) {
  constant(type, shape);
  last().quantization = {{scale}, {zero_point}, 0};
  return *this;
}

OperatorBuilder& OperatorBuilder::variable(Type type,
                                           const std::vector<int>& shape) {
  model_.operators[0].inputs.push_back(add(type, shape));
  last().variable = true;
  return *this;
}

OperatorBuilder& OperatorBuilder::nothing() {
  model_.operators[0].inputs.push_back(-1);
  return *this;
}

OperatorBuilder& OperatorBuilder::output(Type type,
                                         const std::vector<int>& shape) {
  const int index = add(type, shape);
  model_.outputs.push_back(index);
  model_.operators[0].outputs.push_back(index);
  return *this;
}

OperatorBuilder& OperatorBuilder::output(Type type,
                                         const std::vector<int>& shape,
                                         float scale, int zero_point) {
  output(type, shape);
  last().quantization = {{scale}, {zero_point}, 0};
  return *this;
}

OperatorBuilder& OperatorBuilder::like_input() {
  last().quantization = model_.tensors[0].quantization;
  return *this;
}

OperatorModel OperatorBuilder::finish(double low, double high) const {
  const Operator& op = model_.operators[0];
  std::string name =
      op.custom_name.empty() ? operator_name(op) : op.custom_name;
  if (!model_.inputs.empty()) {
    name += " " + type_name(model_.tensors[model_.inputs[0]].type);
  }
  return {name, model_, low, high};
}

std::vector<int> random_shape(Random& random, size_t rank, int largest) {
  std::vector<int> shape;
  for (size_t d = 0; d < rank; ++d) {
    shape.push_back(std::uniform_int_distribution<int>(1, largest)(random));
  }
  return shape;
}

}  // namespace mote::test
