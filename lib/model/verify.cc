#include "lib/model/verify.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "lib/base/error.h"
#include "lib/model/verify_shapes.h"
#include "lib/model/verify_subgraphs.h"

namespace mote {
namespace {

constexpr size_t kAny = std::numeric_limits<size_t>::max();

// How many tensors an operator of a known kind takes and gives.
struct Arity {
  OperatorCode code;
  size_t inputs, required;  // the first `required` may not be left out
  size_t outputs = 1;       // kAny: one or more
};
constexpr Arity kArities[] = {
    {OperatorCode::kAbs, 1, 1},
    {OperatorCode::kAdd, 2, 2},
    {OperatorCode::kAddN, kAny, 2},
    {OperatorCode::kArgMax, 2, 2},
    {OperatorCode::kArgMin, 2, 2},
    {OperatorCode::kAssignVariable, 2, 2, 0},
    {OperatorCode::kAveragePool2d, 1, 1},
    {OperatorCode::kBatchMatMul, 2, 2},
    {OperatorCode::kBatchToSpaceNd, 3, 3},
    {OperatorCode::kBroadcastArgs, 2, 2},
    {OperatorCode::kBroadcastTo, 2, 2},
    {OperatorCode::kCallOnce, 0, 0, 0},
    {OperatorCode::kCast, 1, 1},
    {OperatorCode::kCeil, 1, 1},
    {OperatorCode::kConcatenation, kAny, 1},
    {OperatorCode::kConv2d, 3, 2},
    {OperatorCode::kCos, 1, 1},
    {OperatorCode::kCumsum, 2, 2},
    {OperatorCode::kDepthToSpace, 1, 1},
    {OperatorCode::kDepthwiseConv2d, 3, 2},
    {OperatorCode::kDequantize, 1, 1},
    {OperatorCode::kDiv, 2, 2},
    {OperatorCode::kDynamicUpdateSlice, 3, 3},
    {OperatorCode::kElu, 1, 1},
    {OperatorCode::kEmbeddingLookup, 2, 2},
    {OperatorCode::kEqual, 2, 2},
    {OperatorCode::kExp, 1, 1},
    {OperatorCode::kExpandDims, 2, 1},
    {OperatorCode::kFill, 2, 2},
    {OperatorCode::kFloor, 1, 1},
    {OperatorCode::kFloorDiv, 2, 2},
    {OperatorCode::kFloorMod, 2, 2},
    {OperatorCode::kFullyConnected, 3, 2},
    {OperatorCode::kGather, 2, 2},
    {OperatorCode::kGatherNd, 2, 2},
    {OperatorCode::kGreater, 2, 2},
    {OperatorCode::kGreaterEqual, 2, 2},
    {OperatorCode::kHardSwish, 1, 1},
    {OperatorCode::kIf, kAny, 1, kAny},
    {OperatorCode::kL2Normalization, 1, 1},
    {OperatorCode::kL2Pool2d, 1, 1},
    {OperatorCode::kLeakyRelu, 1, 1},
    {OperatorCode::kLess, 2, 2},
    {OperatorCode::kLessEqual, 2, 2},
    {OperatorCode::kLog, 1, 1},
    {OperatorCode::kLogSoftmax, 1, 1},
    {OperatorCode::kLogicalAnd, 2, 2},
    {OperatorCode::kLogicalNot, 1, 1},
    {OperatorCode::kLogicalOr, 2, 2},
    {OperatorCode::kLogistic, 1, 1},
    {OperatorCode::kMaxPool2d, 1, 1},
    {OperatorCode::kMaximum, 2, 2},
    {OperatorCode::kMean, 2, 2},
    {OperatorCode::kMinimum, 2, 2},
    {OperatorCode::kMirrorPad, 2, 2},
    {OperatorCode::kMul, 2, 2},
    {OperatorCode::kNeg, 1, 1},
    {OperatorCode::kNotEqual, 2, 2},
    {OperatorCode::kPack, kAny, 1},
    {OperatorCode::kPad, 2, 2},
    {OperatorCode::kPadV2, 3, 3},
    {OperatorCode::kPrelu, 2, 2},
    {OperatorCode::kQuantize, 1, 1},
    {OperatorCode::kReadVariable, 1, 1},
    {OperatorCode::kReduceAll, 2, 2},
    {OperatorCode::kReduceMax, 2, 2},
    {OperatorCode::kReduceMin, 2, 2},
    {OperatorCode::kRelu, 1, 1},
    {OperatorCode::kRelu6, 1, 1},
    {OperatorCode::kReshape, 2, 1},
    {OperatorCode::kResizeBilinear, 2, 2},
    {OperatorCode::kResizeNearestNeighbor, 2, 2},
    {OperatorCode::kReverseV2, 2, 2},
    {OperatorCode::kRound, 1, 1},
    {OperatorCode::kRsqrt, 1, 1},
    {OperatorCode::kSelectV2, 3, 3},
    {OperatorCode::kShape, 1, 1},
    {OperatorCode::kSin, 1, 1},
    {OperatorCode::kSlice, 3, 3},
    {OperatorCode::kSoftmax, 1, 1},
    {OperatorCode::kSpaceToBatchNd, 3, 3},
    {OperatorCode::kSpaceToDepth, 1, 1},
    {OperatorCode::kSplit, 2, 2, kAny},
    {OperatorCode::kSplitV, 3, 3, kAny},
    {OperatorCode::kSqrt, 1, 1},
    {OperatorCode::kSquare, 1, 1},
    {OperatorCode::kSquaredDifference, 2, 2},
    {OperatorCode::kSqueeze, 1, 1},
    {OperatorCode::kStridedSlice, 4, 4},
    {OperatorCode::kSub, 2, 2},
    {OperatorCode::kSum, 2, 2},
    {OperatorCode::kSvdf, 5, 3},
    {OperatorCode::kTanh, 1, 1},
    {OperatorCode::kTranspose, 2, 2},
    {OperatorCode::kTransposeConv, 4, 3},
    {OperatorCode::kUnidirectionalSequenceLstm, 24, 1},
    {OperatorCode::kUnpack, 1, 1, kAny},
    {OperatorCode::kVarHandle, 0, 0},
    {OperatorCode::kWhile, kAny, 1, kAny},
    {OperatorCode::kZerosLike, 1, 1},
};

[[noreturn]] void reject(const std::string& what, const std::string& where) {
  throw Error(what, where,
              "The file may be damaged; export or convert the model again.");
}

std::string operator_title(const Model& model, size_t index) {
  return operator_name(model.operators[index]) + " (operator " +
         std::to_string(index) + ")";
}

std::pair<int64_t, int64_t> type_limits(Type type) {
  switch (type) {
    case Type::kInt8:
      return {-128, 127};
    case Type::kUint8:
      return {0, 255};
    case Type::kInt16:
      return {-32768, 32767};
    default:
      return {std::numeric_limits<int32_t>::min(),
              std::numeric_limits<int32_t>::max()};
  }
}

void verify_shape(const Tensor& tensor, const std::string& where) {
  int64_t bytes = std::max(1, type_bytes(tensor.type));
  for (int dimension : tensor.shape) {
    if (dimension < 0) reject("a dimension is negative", where);
    // Zero dimensions do not hide the size of the others.
    bytes *= std::max(1, dimension);
    if (bytes > std::numeric_limits<int32_t>::max()) {
      reject("the shape needs more than 2 GB", where);
    }
  }
}

void verify_data(const Tensor& tensor, const std::string& where) {
  if (!tensor.constant() || tensor.type == Type::kOther) return;
  const auto size = static_cast<int64_t>(tensor.data.size());
  if (size != tensor.bytes()) {
    reject("the data has " + std::to_string(size) + " bytes where shape and " +
               "type need " + std::to_string(tensor.bytes()),
           where);
  }
}

void verify_channels(const Tensor& tensor, const std::string& where) {
  const Quantization& q = tensor.quantization;
  if (q.scale.size() <= 1) return;
  if (q.axis < 0 || q.axis >= static_cast<int>(tensor.shape.size())) {
    reject(
        "the quantized dimension " + std::to_string(q.axis) + " does not exist",
        where);
  }
  if (static_cast<int>(q.scale.size()) != tensor.shape[q.axis]) {
    reject("there are " + std::to_string(q.scale.size()) + " scales for " +
               std::to_string(tensor.shape[q.axis]) + " channels",
           where);
  }
}

void verify_quantization(const Tensor& tensor, const std::string& where) {
  const Quantization& q = tensor.quantization;
  if (q.zero_point.size() != q.scale.size()) {
    reject("there are not as many zero points as scales", where);
  }
  verify_channels(tensor, where);
  const auto [low, high] = type_limits(tensor.type);
  for (size_t i = 0; i < q.scale.size(); ++i) {
    if (!std::isfinite(q.scale[i]) || q.scale[i] < 0) {
      reject("a scale is not a positive number", where);
    }
    if (q.zero_point[i] < low || q.zero_point[i] > high) {
      reject("a zero point lies outside the tensor's type", where);
    }
  }
}

void verify_index(const Model& model, int index, const std::string& where) {
  if (index < 0 || index >= static_cast<int>(model.tensors.size())) {
    reject("tensor number " + std::to_string(index) + " does not exist", where);
  }
}

const Arity* arity_of(const Operator& op) {
  const auto found = std::ranges::find(kArities, op.code, &Arity::code);
  return found == std::end(kArities) ? nullptr : found;
}

void verify_arity(const Operator& op, const std::string& where) {
  const Arity* arity = arity_of(op);
  if (arity == nullptr) return;
  if (op.inputs.size() < arity->required || op.inputs.size() > arity->inputs) {
    reject("it has " + std::to_string(op.inputs.size()) + " inputs", where);
  }
  const bool right = arity->outputs == kAny
                         ? !op.outputs.empty()
                         : op.outputs.size() == arity->outputs;
  if (!right) {
    reject("it has " + std::to_string(op.outputs.size()) + " outputs", where);
  }
  for (size_t i = 0; i < arity->required; ++i) {
    if (op.inputs[i] < 0) reject("a needed input is left out", where);
  }
}

void verify_options(const Operator& op, const std::string& where) {
  const OperatorOptions& o = op.options;
  for (int value : {o.stride_h, o.stride_w, o.dilation_h, o.dilation_w,
                    o.filter_h, o.filter_w}) {
    if (value < 1 || value > 65535) {
      reject("a stride, dilation or filter size is " + std::to_string(value),
             where);
    }
  }
  // Old converters leave the multiplier 0 and expect it from the shapes.
  if (o.depth_multiplier < 0) reject("the depth multiplier is negative", where);
  if (!std::isfinite(o.beta) || o.beta < 0) {
    reject("beta is not a positive number", where);
  }
}

// Tensors that hold a value before the first operator runs.
std::vector<bool> known_at_start(const Model& model) {
  std::vector<bool> known(model.tensors.size());
  for (size_t i = 0; i < known.size(); ++i) {
    known[i] = model.tensors[i].constant();
  }
  for (int input : model.inputs) known[input] = true;
  return known;
}

bool keeps_state(OperatorCode code) {
  return code == OperatorCode::kSvdf ||
         code == OperatorCode::kUnidirectionalSequenceLstm;
}

// Inputs that may be left out may be empty; variables hold what the last
// inference left. Operators that mote does not know may do both.
bool may_lack_value(const Model& model, const Operator& op, size_t place) {
  const Tensor& tensor = model.tensors[op.inputs[place]];
  const Arity* arity = arity_of(op);
  if (arity == nullptr) return tensor.variable || tensor.elements() == 0;
  if (keeps_state(op.code)) return tensor.variable;
  return place >= arity->required && tensor.elements() == 0;
}

void verify_operator(const Model& model, size_t index, std::vector<bool>& known,
                     const std::string& file) {
  const Operator& op = model.operators[index];
  const std::string where = file + ": " + operator_title(model, index);
  verify_arity(op, where);
  verify_options(op, where);
  for (size_t place = 0; place < op.inputs.size(); ++place) {
    const int input = op.inputs[place];
    if (input == -1) continue;
    verify_index(model, input, where);
    if (!known[input] && !may_lack_value(model, op, place)) {
      reject(tensor_title(model, input) + " is read before it is made", where);
    }
  }
  for (int output : op.outputs) {
    verify_index(model, output, where);
    if (model.tensors[output].constant()) {
      reject(tensor_title(model, output) + " is constant and written", where);
    }
    const bool keeps = op.code == OperatorCode::kCustom;  // in its output
    if (known[output] || (model.tensors[output].variable && !keeps)) {
      reject(tensor_title(model, output) + " is made twice", where);
    }
    known[output] = true;
  }
  verify_operator_shapes(model, op, where);
}

void verify_graph(const Model& model, const std::string& where) {
  for (size_t i = 0; i < model.tensors.size(); ++i) {
    const Tensor& tensor = model.tensors[i];
    const std::string title =
        where + ": " + tensor_title(model, static_cast<int>(i));
    verify_shape(tensor, title);
    verify_data(tensor, title);
    verify_quantization(tensor, title);
  }
  for (int input : model.inputs) {
    verify_index(model, input, where);
    if (model.tensors[input].constant()) {
      reject("the input " + tensor_title(model, input) + " is constant", where);
    }
  }
  for (int output : model.outputs) verify_index(model, output, where);
  std::vector<bool> known = known_at_start(model);
  for (size_t i = 0; i < model.operators.size(); ++i) {
    verify_operator(model, i, known, where);
  }
  for (int output : model.outputs) {
    if (!known[output]) {
      reject("the output " + tensor_title(model, output) + " is never made",
             where);
    }
  }
}

}  // namespace

void verify_model(const Model& model, const std::string& where) {
  for (size_t i = 0; i < model.subgraphs.size(); ++i) {
    verify_graph(model.subgraphs[i],
                 where + ", subgraph " + std::to_string(i + 1));
  }
  verify_graph(model, where);
  verify_subgraphs(model, where);
}

}  // namespace mote
