// A model as a .tflite file says it: the compiler's only representation.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mote {

enum class Type {
  kFloat32,
  kInt32,
  kUint8,
  kInt64,
  kBool,
  kInt16,
  kInt8,
  kOther,
};
int type_bytes(Type type);
std::string type_name(Type type);  // "int8"

// real = scale[c] * (quantized - zero_point[c]), c along `axis`; one entry:
// the whole tensor; none: not quantized.
struct Quantization {
  std::vector<float> scale;
  std::vector<int64_t> zero_point;
  int axis = 0;
};

struct Tensor {
  std::string name;
  Type type = Type::kFloat32;
  std::vector<int> shape;
  Quantization quantization;
  std::vector<uint8_t> data;  // little-endian; empty: computed at run time
  bool variable = false;      // keeps its value from one inference to the next

  bool constant() const { return !data.empty(); }
  int64_t elements() const;
  int64_t bytes() const { return elements() * type_bytes(type); }
};

// The BuiltinOperator numbers of the TensorFlow Lite schema.
enum class OperatorCode : int {
  kAdd = 0,
  kAveragePool2d = 1,
  kConcatenation = 2,
  kConv2d = 3,
  kDepthwiseConv2d = 4,
  kDequantize = 6,
  kFullyConnected = 9,
  kLogistic = 14,
  kMaxPool2d = 17,
  kMul = 18,
  kRelu = 19,
  kRelu6 = 21,
  kReshape = 22,
  kSoftmax = 25,
  kPad = 34,
  kMean = 40,
  kQuantize = 114,
  // further codes are added as kernels for them are; unknown ones are kept
  // as their number
};

enum class Padding { kSame = 0, kValid = 1 };
enum class Activation { kNone = 0, kRelu = 1, kReluN1To1 = 2, kRelu6 = 3 };

// The options that kernels use, whichever operator they belong to; each
// operator reads its own.
struct OperatorOptions {
  Padding padding = Padding::kSame;
  int stride_h = 1, stride_w = 1;
  int dilation_h = 1, dilation_w = 1;
  int depth_multiplier = 1;
  int filter_h = 1, filter_w = 1;  // pooling
  Activation activation = Activation::kNone;
  float beta = 1;          // softmax
  bool keep_dims = false;  // reductions, fully connected
  int axis = 0;            // concatenation
};

struct Operator {
  OperatorCode code = OperatorCode::kReshape;
  int version = 1;
  std::string custom_name;  // of custom operators
  std::vector<int> inputs;  // tensor indices; -1: an optional input left out
  std::vector<int> outputs;
  OperatorOptions options;
};

struct Model {
  std::string name;
  std::vector<Tensor> tensors;
  std::vector<Operator> operators;  // in execution order
  std::vector<int> inputs, outputs;
};

}  // namespace mote
