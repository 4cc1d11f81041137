#include "lib/model/verify_shapes.h"

#include <algorithm>

#include "lib/base/error.h"

namespace mote {
namespace {

// The tensors of one operator, by place.
class Check {
 public:
  Check(const Model& model, const Operator& op, const std::string& where)
      : model_(model), op_(op), where_(where) {}

  void run() const {
    types();
    switch (op_.code) {
      case OperatorCode::kConv2d:
        return convolution(0);
      case OperatorCode::kDepthwiseConv2d:
        return convolution(3);
      case OperatorCode::kAveragePool2d:
      case OperatorCode::kMaxPool2d:
        return pool();
      case OperatorCode::kFullyConnected:
        return fully_connected();
      case OperatorCode::kAdd:
      case OperatorCode::kDiv:
      case OperatorCode::kEqual:
      case OperatorCode::kFloorDiv:
      case OperatorCode::kFloorMod:
      case OperatorCode::kGreater:
      case OperatorCode::kGreaterEqual:
      case OperatorCode::kLess:
      case OperatorCode::kLessEqual:
      case OperatorCode::kLogicalAnd:
      case OperatorCode::kLogicalOr:
      case OperatorCode::kMaximum:
      case OperatorCode::kMinimum:
      case OperatorCode::kMul:
      case OperatorCode::kNotEqual:
      case OperatorCode::kPrelu:
      case OperatorCode::kSquaredDifference:
      case OperatorCode::kSub:
        require(
            input(0).type == input(1).type || op_.code == OperatorCode::kPrelu,
            input(1));
        broadcast(input(0));
        return broadcast(input(1));
      case OperatorCode::kConcatenation:
        return concatenation();
      case OperatorCode::kPad:
        return pad();
      case OperatorCode::kMean:
      case OperatorCode::kReduceAll:
      case OperatorCode::kReduceMax:
      case OperatorCode::kReduceMin:
      case OperatorCode::kSum:
        return mean();
      case OperatorCode::kCast:
      case OperatorCode::kExpandDims:
      case OperatorCode::kReshape:
      case OperatorCode::kSoftmax:
      case OperatorCode::kSqueeze:
      case OperatorCode::kTanh:
      case OperatorCode::kLogistic:
      case OperatorCode::kRelu:
      case OperatorCode::kRelu6:
      case OperatorCode::kQuantize:
      case OperatorCode::kDequantize:
      case OperatorCode::kAbs:
      case OperatorCode::kCeil:
      case OperatorCode::kCos:
      case OperatorCode::kCumsum:
      case OperatorCode::kElu:
      case OperatorCode::kExp:
      case OperatorCode::kFloor:
      case OperatorCode::kHardSwish:
      case OperatorCode::kL2Normalization:
      case OperatorCode::kLeakyRelu:
      case OperatorCode::kLog:
      case OperatorCode::kLogSoftmax:
      case OperatorCode::kLogicalNot:
      case OperatorCode::kNeg:
      case OperatorCode::kReverseV2:
      case OperatorCode::kRound:
      case OperatorCode::kRsqrt:
      case OperatorCode::kSin:
      case OperatorCode::kSqrt:
      case OperatorCode::kSquare:
      case OperatorCode::kZerosLike:
        return require(input(0).elements() == output().elements(), output());
      default:
        return;
    }
  }

 private:
  const Tensor& input(size_t i) const { return model_.tensors[op_.inputs[i]]; }
  const Tensor& output() const { return model_.tensors[op_.outputs[0]]; }

  void require(bool fits, const Tensor& tensor) const {
    if (fits) return;
    std::string shape;
    for (int dimension : tensor.shape) {
      shape += (shape.empty() ? "" : ", ") + std::to_string(dimension);
    }
    throw Error("tensor '" + tensor.name + "' of shape {" + shape +
                    "} does not fit the operator",
                where_,
                "Export the model with a batch of 1 and no free dimensions; "
                "or the file is damaged.");
  }

  void require_rank(const Tensor& tensor, size_t rank) const {
    require(tensor.shape.size() == rank, tensor);
  }

  // What changes the type of what flows through says so in its name.
  void types() const {
    switch (op_.code) {
      case OperatorCode::kAdd:
      case OperatorCode::kAveragePool2d:
      case OperatorCode::kConcatenation:
      case OperatorCode::kConv2d:
      case OperatorCode::kDepthwiseConv2d:
      case OperatorCode::kDiv:
      case OperatorCode::kExpandDims:
      case OperatorCode::kFullyConnected:
      case OperatorCode::kLogistic:
      case OperatorCode::kMaxPool2d:
      case OperatorCode::kMaximum:
      case OperatorCode::kMean:
      case OperatorCode::kMinimum:
      case OperatorCode::kMul:
      case OperatorCode::kPad:
      case OperatorCode::kPrelu:
      case OperatorCode::kRelu6:
      case OperatorCode::kRelu:
      case OperatorCode::kReshape:
      case OperatorCode::kSqueeze:
      case OperatorCode::kSub:
      case OperatorCode::kTanh:
      case OperatorCode::kAbs:
      case OperatorCode::kBatchMatMul:
      case OperatorCode::kBatchToSpaceNd:
      case OperatorCode::kBroadcastTo:
      case OperatorCode::kCumsum:
      case OperatorCode::kDepthToSpace:
      case OperatorCode::kElu:
      case OperatorCode::kGather:
      case OperatorCode::kHardSwish:
      case OperatorCode::kL2Normalization:
      case OperatorCode::kLeakyRelu:
      case OperatorCode::kLogSoftmax:
      case OperatorCode::kMirrorPad:
      case OperatorCode::kPadV2:
      case OperatorCode::kReduceMax:
      case OperatorCode::kReduceMin:
      case OperatorCode::kResizeNearestNeighbor:
      case OperatorCode::kReverseV2:
      case OperatorCode::kSpaceToBatchNd:
      case OperatorCode::kSpaceToDepth:
      case OperatorCode::kSum:
        break;
      default:
        return;
    }
    if (input(0).type != output().type) {
      throw Error("it takes " + type_name(input(0).type) + " and gives " +
                      type_name(output().type),
                  where_, "The file may be damaged; convert the model again.");
    }
  }

  // `channel`: the dimension of the weights that holds output channels.
  void convolution(size_t channel) const {
    const Tensor& weights = input(1);
    for (const Tensor* tensor : {&input(0), &weights, &output()}) {
      require_rank(*tensor, 4);
    }
    const int in = input(0).shape[3], out = output().shape[3];
    require(weights.shape[channel] == out, weights);
    if (channel == 0) {
      // Fewer than the input's channels: as many groups as fit.
      require(weights.shape[3] > 0 && in % weights.shape[3] == 0, weights);
    } else {
      require(weights.shape[0] == 1 && in > 0 && out % in == 0, weights);
    }
    positions(weights.shape[1], weights.shape[2]);
    bias(out);
  }

  void positions(int kernel_h, int kernel_w) const {
    const OperatorOptions& o = op_.options;
    const std::vector<int>&from = input(0).shape, &to = output().shape;
    require(from[0] == to[0], output());
    require(to[1] == window_positions(o.padding, from[1], kernel_h, o.stride_h,
                                      o.dilation_h),
            output());
    require(to[2] == window_positions(o.padding, from[2], kernel_w, o.stride_w,
                                      o.dilation_w),
            output());
  }

  void bias(int channels) const {
    if (op_.inputs.size() < 3 || op_.inputs[2] < 0) return;
    require(input(2).elements() == channels, input(2));
  }

  void pool() const {
    require_rank(input(0), 4);
    require_rank(output(), 4);
    require(input(0).shape[3] == output().shape[3], output());
    positions(op_.options.filter_h, op_.options.filter_w);
  }

  void fully_connected() const {
    const Tensor& weights = input(1);
    require_rank(weights, 2);
    const int64_t inputs = weights.shape[1], outputs = weights.shape[0];
    require(inputs > 0 && input(0).elements() % inputs == 0, weights);
    require(output().elements() == input(0).elements() / inputs * outputs,
            output());
    bias(static_cast<int>(outputs));
  }

  // Dimensions are the output's, or 1, counted from the last.
  void broadcast(const Tensor& tensor) const {
    const std::vector<int>&from = tensor.shape, &to = output().shape;
    require(from.size() <= to.size(), tensor);
    for (size_t i = 1; i <= from.size(); ++i) {
      const int dimension = from[from.size() - i];
      require(dimension == 1 || dimension == to[to.size() - i], tensor);
    }
  }

  void concatenation() const {
    const int rank = static_cast<int>(output().shape.size());
    const int axis =
        op_.options.axis < 0 ? op_.options.axis + rank : op_.options.axis;
    require(axis >= 0 && axis < rank, output());
    int64_t sum = 0;
    for (size_t i = 0; i < op_.inputs.size(); ++i) {
      require(op_.inputs[i] >= 0, output());
      std::vector<int> expected = output().shape;
      require_rank(input(i), expected.size());
      expected[axis] = input(i).shape[axis];
      require(input(i).shape == expected, input(i));
      require(input(i).type == output().type, input(i));
      sum += expected[axis];
    }
    require(sum == output().shape[axis], output());
  }

  void pad() const {
    const size_t rank = input(0).shape.size();
    require_rank(output(), rank);
    require(input(1).elements() == static_cast<int64_t>(2 * rank), input(1));
    if (!input(1).constant() || input(1).type != Type::kInt32) return;
    const auto padding = constant_values<int32_t>(input(1));
    for (size_t d = 0; d < rank; ++d) {
      const int64_t before = padding[2 * d], after = padding[2 * d + 1];
      require(before >= 0 && after >= 0 &&
                  input(0).shape[d] + before + after == output().shape[d],
              input(1));
    }
  }

  void mean() const {
    const Tensor& axes = input(1);
    if (!axes.constant() || axes.type != Type::kInt32) return;
    const int rank = static_cast<int>(input(0).shape.size());
    std::vector<int> kept = input(0).shape;
    for (int32_t axis : constant_values<int32_t>(axes)) {
      require(axis >= -rank && axis < rank, axes);
      kept[axis < 0 ? axis + rank : axis] = 1;
    }
    int64_t elements = 1;
    for (int dimension : kept) elements *= dimension;
    require(elements == output().elements(), output());
  }

  const Model& model_;
  const Operator& op_;
  const std::string& where_;
};

}  // namespace

int window_positions(Padding padding, int input, int kernel, int stride,
                     int dilation) {
  if (padding == Padding::kSame) return (input + stride - 1) / stride;
  const int64_t reach = int64_t{kernel - 1} * dilation + 1;
  return static_cast<int>(std::max<int64_t>(0, (input - reach) / stride + 1));
}

void verify_operator_shapes(const Model& model, const Operator& op,
                            const std::string& where) {
  Check(model, op, where).run();
}

}  // namespace mote
