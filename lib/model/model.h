// A model as a .tflite file says it: the compiler's only representation.
#pragma once

#include <cstdint>
#include <map>
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
  kUint16,
  kUint32,
  kUint64,
  kResource,  // the name of a variable, known when compiling
  kOther,
};
int type_bytes(Type type);         // 0 for kResource and kOther
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
  // What a variable holds before the first inference; empty: real zero.
  std::vector<uint8_t> initial;

  bool constant() const { return !data.empty(); }
  bool quantized() const { return !quantization.scale.empty(); }
  // Of a tensor quantized as a whole. Throw Error naming the tensor otherwise.
  double scale() const;
  int zero_point() const;
  int64_t elements() const;  // 1 for a scalar (an empty shape)
  int64_t bytes() const { return elements() * type_bytes(type); }
};

// The BuiltinOperator numbers of the TensorFlow Lite schema.
enum class OperatorCode : int {
  kAdd = 0,
  kAveragePool2d = 1,
  kConcatenation = 2,
  kConv2d = 3,
  kDepthwiseConv2d = 4,
  kDepthToSpace = 5,
  kDequantize = 6,
  kEmbeddingLookup = 7,
  kFloor = 8,
  kFullyConnected = 9,
  kL2Normalization = 11,
  kL2Pool2d = 12,
  kLogistic = 14,
  kMaxPool2d = 17,
  kMul = 18,
  kRelu = 19,
  kRelu6 = 21,
  kReshape = 22,
  kResizeBilinear = 23,
  kSoftmax = 25,
  kSpaceToDepth = 26,
  kSvdf = 27,
  kTanh = 28,
  kCustom = 32,
  kPad = 34,
  kGather = 36,
  kBatchToSpaceNd = 37,
  kSpaceToBatchNd = 38,
  kTranspose = 39,
  kMean = 40,
  kSub = 41,
  kDiv = 42,
  kSqueeze = 43,
  kUnidirectionalSequenceLstm = 44,
  kStridedSlice = 45,
  kExp = 47,
  kSplit = 49,
  kLogSoftmax = 50,
  kCast = 53,
  kPrelu = 54,
  kMaximum = 55,
  kArgMax = 56,
  kMinimum = 57,
  kLess = 58,
  kNeg = 59,
  kPadV2 = 60,
  kGreater = 61,
  kGreaterEqual = 62,
  kLessEqual = 63,
  kSlice = 65,
  kSin = 66,
  kTransposeConv = 67,
  kExpandDims = 70,
  kEqual = 71,
  kNotEqual = 72,
  kLog = 73,
  kSum = 74,
  kSqrt = 75,
  kRsqrt = 76,
  kShape = 77,
  kArgMin = 79,
  kReduceMax = 82,
  kPack = 83,
  kLogicalOr = 84,
  kLogicalAnd = 86,
  kLogicalNot = 87,
  kUnpack = 88,
  kReduceMin = 89,
  kFloorDiv = 90,
  kSquare = 92,
  kZerosLike = 93,
  kFill = 94,
  kFloorMod = 95,
  kResizeNearestNeighbor = 97,
  kLeakyRelu = 98,
  kSquaredDifference = 99,
  kMirrorPad = 100,
  kAbs = 101,
  kSplitV = 102,
  kCeil = 104,
  kReverseV2 = 105,
  kAddN = 106,
  kGatherNd = 107,
  kCos = 108,
  kElu = 111,
  kQuantize = 114,
  kRound = 116,
  kHardSwish = 117,
  kIf = 118,
  kWhile = 119,
  kSelectV2 = 123,
  kBatchMatMul = 126,
  kCumsum = 128,
  kCallOnce = 129,
  kBroadcastTo = 130,
  kReduceAll = 140,
  kVarHandle = 142,
  kReadVariable = 143,
  kAssignVariable = 144,
  kBroadcastArgs = 145,
  kDynamicUpdateSlice = 151,
  // further codes are added as kernels for them are; unknown ones are kept
  // as their number

  // What IF and WHILE become when their subgraphs join the model; no file
  // holds these. All but kElse, kLoop and kEnd read a condition, a bool.
  kStopUnless = -1,  // the inference ends here
  kBranch = -2,      // up to kElse if it holds, from there to kEnd if not
  kElse = -3,
  kLoop = -4,         // again and again up to kEnd
  kBreakUnless = -5,  // goes on behind the kEnd of its loop
  kEnd = -6,
};
bool is_control(OperatorCode code);            // one of the last six
std::string operator_name(OperatorCode code);  // "CONV_2D", "operator 305"

// kExplicit: as the options' pad_top and so on say; passes write it, no file
// holds it.
enum class Padding { kSame = 0, kValid = 1, kExplicit = 2 };
enum class Activation { kNone = 0, kRelu = 1, kReluN1To1 = 2, kRelu6 = 3 };

// The options that kernels use, whichever operator they belong to; each
// operator reads its own and leaves the others as they are here.
struct OperatorOptions {
  Padding padding = Padding::kSame;
  int pad_top = 0, pad_bottom = 0, pad_left = 0, pad_right = 0;
  int stride_h = 1, stride_w = 1;
  int dilation_h = 1, dilation_w = 1;
  int depth_multiplier = 1;
  int filter_h = 1, filter_w = 1;  // pooling
  Activation activation = Activation::kNone;
  float beta = 1;          // softmax
  bool keep_dims = false;  // reductions, fully connected
  int axis = 0;            // concatenation, pack, unpack
  // Strided slices: bit d concerns the slice's entry d.
  int begin_mask = 0, end_mask = 0;
  int ellipsis_mask = 0, new_axis_mask = 0, shrink_axis_mask = 0;
  bool end_is_size = false;  // ends count from their begins
  // Resizing: which points of the two images lie on each other.
  bool align_corners = false, half_pixel_centers = false;
  float alpha = 0;     // leaky ReLU: the slope of negative values
  int block_size = 1;  // depth to space, space to depth
  int batch_dims = 0;  // gather: leading dimensions of both inputs alike
  // Batch matrix product: which of its inputs are transposed.
  bool adjoint_x = false, adjoint_y = false;
  bool exclusive = false, reverse = false;  // cumulative sum
  bool repeats_edge = false;  // mirror pad: the edge is mirrored too
  int rank = 1;               // SVDF
  bool time_major = false;    // LSTM
  float cell_clip = 0;        // LSTM; 0: none
  // Indices into Model::subgraphs, from 1: of CALL_ONCE; of IF (then, else)
  // and WHILE (condition, body).
  int subgraph = 0, other_subgraph = 0;
  std::string variable;  // VAR_HANDLE: which one
  // Custom operators: what their FlexBuffers map says, numbers only.
  std::map<std::string, double> numbers;
};

// Whose integers an operator gives where two interpreters differ by one
// (docs/compile.md, "Rounding").
enum class Rounding { kTflm, kLitert };

struct Operator {
  OperatorCode code = OperatorCode::kReshape;
  int version = 1;
  std::string custom_name;  // of custom operators
  std::vector<int> inputs;  // tensor indices; -1: an optional input left out
  std::vector<int> outputs;
  OperatorOptions options;
  Rounding rounding = Rounding::kTflm;  // no file says it: the compiler does
};
std::string operator_name(const Operator& op);  // custom ones by their name

struct Model {
  std::string name;
  std::vector<Tensor> tensors;
  std::vector<Operator> operators;   // in execution order
  std::vector<int> inputs, outputs;  // tensor indices
  // Those after the first, which an operator may call: subgraph n is
  // subgraphs[n - 1].
  std::vector<Model> subgraphs;
};

// What messages call tensor `index`: "tensor 'conv_1' (number 3)".
std::string tensor_title(const Model& model, int index);

// The values of a constant tensor. T must be the tensor's type; throws Error
// naming the tensor otherwise.
template <class T>
std::vector<T> constant_values(const Tensor& tensor);
extern template std::vector<float> constant_values(const Tensor&);
extern template std::vector<int64_t> constant_values(const Tensor&);
extern template std::vector<int32_t> constant_values(const Tensor&);
extern template std::vector<int16_t> constant_values(const Tensor&);
extern template std::vector<int8_t> constant_values(const Tensor&);

}  // namespace mote
