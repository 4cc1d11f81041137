#include "lib/model/model.h"

#include <cstring>
#include <functional>
#include <numeric>

#include "lib/base/error.h"

namespace mote {
namespace {

template <class T>
constexpr Type kTypeOf = Type::kOther;
template <>
constexpr Type kTypeOf<float> = Type::kFloat32;
template <>
constexpr Type kTypeOf<int32_t> = Type::kInt32;
template <>
constexpr Type kTypeOf<int64_t> = Type::kInt64;
template <>
constexpr Type kTypeOf<int16_t> = Type::kInt16;
template <>
constexpr Type kTypeOf<int8_t> = Type::kInt8;

void require_one_scale(const Tensor& tensor) {
  const size_t scales = tensor.quantization.scale.size();
  if (scales == 1) return;
  if (scales == 0) {
    throw Error("tensor '" + tensor.name + "' has no scale", "",
                "A scale of 0 means the same; convert the model again, with "
                "full integer quantization.");
  }
  throw Error("tensor '" + tensor.name + "' has " + std::to_string(scales) +
                  " scales where one is needed",
              "", "Quantize it as a whole, not by channels.");
}

}  // namespace

bool is_control(OperatorCode code) { return static_cast<int>(code) < 0; }

int type_bytes(Type type) {
  switch (type) {
    case Type::kFloat32:
    case Type::kInt32:
    case Type::kUint32:
      return 4;
    case Type::kInt64:
    case Type::kUint64:
      return 8;
    case Type::kInt16:
    case Type::kUint16:
      return 2;
    case Type::kUint8:
    case Type::kBool:
    case Type::kInt8:
      return 1;
    case Type::kResource:
    case Type::kOther:
      break;
  }
  return 0;
}

std::string type_name(Type type) {
  switch (type) {
    case Type::kFloat32:
      return "float32";
    case Type::kInt32:
      return "int32";
    case Type::kUint8:
      return "uint8";
    case Type::kInt64:
      return "int64";
    case Type::kBool:
      return "bool";
    case Type::kInt16:
      return "int16";
    case Type::kInt8:
      return "int8";
    case Type::kUint16:
      return "uint16";
    case Type::kUint32:
      return "uint32";
    case Type::kUint64:
      return "uint64";
    case Type::kResource:
      return "resource";
    case Type::kOther:
      break;
  }
  return "another type";
}

int64_t Tensor::elements() const {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1},
                         std::multiplies<>());
}

double Tensor::scale() const {
  require_one_scale(*this);
  return quantization.scale[0];
}

int Tensor::zero_point() const {
  require_one_scale(*this);
  return static_cast<int>(quantization.zero_point[0]);
}

std::string tensor_title(const Model& model, int index) {
  return "tensor '" + model.tensors.at(index).name + "' (number " +
         std::to_string(index) + ")";
}

template <class T>
std::vector<T> constant_values(const Tensor& tensor) {
  if (tensor.type != kTypeOf<T> || tensor.data.size() % sizeof(T) != 0) {
    throw Error("tensor '" + tensor.name + "' holds " + type_name(tensor.type) +
                " where " + type_name(kTypeOf<T>) + " is needed");
  }
  std::vector<T> values(tensor.data.size() / sizeof(T));
  if (!values.empty()) {
    std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  }
  return values;
}

template std::vector<float> constant_values(const Tensor&);
template std::vector<int64_t> constant_values(const Tensor&);
template std::vector<int32_t> constant_values(const Tensor&);
template std::vector<int16_t> constant_values(const Tensor&);
template std::vector<int8_t> constant_values(const Tensor&);

}  // namespace mote
