#include "lib/compiler/boxes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lib/compiler/box.h"
#include "lib/compiler/image_boxes.h"
#include "lib/compiler/refuse.h"

namespace mote {
namespace {

using Numbers = std::vector<int64_t>;

class Reader {
 public:
  Reader(const Model& model, const Operator& op) : model_(model), op_(op) {}

  std::vector<BoxMove> read() {
    switch (op_.code) {
      case OperatorCode::kConcatenation:
        concatenation();
        break;
      case OperatorCode::kPack:
        pack();
        break;
      case OperatorCode::kUnpack:
        unpack();
        break;
      case OperatorCode::kSlice:
        slice();
        break;
      case OperatorCode::kSplit:
        split(1, 0);
        break;
      case OperatorCode::kSplitV:
        split(0, 2);
        break;
      case OperatorCode::kStridedSlice:
        strided_slice();
        break;
      case OperatorCode::kTranspose:
        transpose();
        break;
      default:
        for (const Box& box : image_boxes(model_, op_)) {
          add(op_.code == OperatorCode::kFill ? 1 : 0, 0, box);
        }
    }
    return std::move(moves_);
  }

 private:
  const Tensor& input(size_t i) const { return model_.tensors[op_.inputs[i]]; }
  const Tensor& output(size_t i = 0) const {
    return model_.tensors[op_.outputs[i]];
  }

  [[noreturn]] void refuse(const std::string& what,
                           const std::string& hint = "") const {
    refuse_operator(model_, op_, what, hint);
  }

  void require(bool fits, const Tensor& tensor) const {
    if (fits) return;
    refuse(fmt::format("'{}' does not fit it", tensor.name),
           "The file may be damaged; convert the model again.");
  }

  // The values of a constant input that steers the operator.
  Numbers constant(size_t i) const {
    const Tensor& tensor = input(i);
    if (!tensor.constant()) {
      refuse(fmt::format("'{}' is computed, not constant", tensor.name),
             "Export the model with fixed shapes and positions.");
    }
    if (tensor.type == Type::kInt64) return constant_values<int64_t>(tensor);
    const std::vector<int32_t> values = constant_values<int32_t>(tensor);
    return {values.begin(), values.end()};
  }

  // A dimension that may be counted from the last.
  size_t axis(int64_t axis, size_t rank) const {
    const int64_t dimensions = static_cast<int64_t>(rank);
    if (axis < -dimensions || axis >= dimensions) {
      refuse(fmt::format("axis {} does not exist", axis));
    }
    return static_cast<size_t>(axis < 0 ? axis + dimensions : axis);
  }

  static std::vector<int> without(std::vector<int> shape, size_t axis) {
    shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
    return shape;
  }

  void add(size_t from, size_t to, const Box& box) {
    const Tensor& source = input(from);
    if (source.type != output(to).type || type_bytes(source.type) == 0) {
      refuse(fmt::format("{} to {}", type_name(source.type),
                         type_name(output(to).type)));
    }
    const auto empty = [](int64_t size) { return size == 0; };
    if (std::ranges::any_of(box.sizes, empty)) return;
    const auto packed = packed_box(box, type_bytes(source.type));
    if (!packed) refuse("it moves values along more than 5 dimensions");
    moves_.push_back({from, to, *packed});
  }

  static Numbers numbers(const std::vector<int>& shape) {
    return {shape.begin(), shape.end()};
  }

  void concatenation() {
    if (op_.options.activation != Activation::kNone) {
      refuse("it has a fused activation",
             "Convert the model with a current TensorFlow.");
    }
    const std::vector<int>& shape = output().shape;
    const size_t joint = axis(op_.options.axis, shape.size());
    const Numbers strides = strides_of(shape);
    int64_t at = 0;
    for (size_t i = 0; i < op_.inputs.size(); ++i) {
      const Tensor& part = input(i);
      add(i, 0,
          {numbers(part.shape), strides_of(part.shape), strides, 0,
           at * strides[joint]});
      at += part.shape[joint];
    }
  }

  void pack() {
    const std::vector<int>& shape = output().shape;
    const size_t joint = axis(op_.options.axis, shape.size());
    require(shape[joint] == static_cast<int>(op_.inputs.size()), output());
    Numbers strides = strides_of(shape);
    const int64_t step = strides[joint];
    strides.erase(strides.begin() + static_cast<std::ptrdiff_t>(joint));
    for (size_t i = 0; i < op_.inputs.size(); ++i) {
      require(input(i).shape == without(shape, joint), input(i));
      add(i, 0,
          {numbers(input(i).shape), strides_of(input(i).shape), strides, 0,
           static_cast<int64_t>(i) * step});
    }
  }

  void unpack() {
    const std::vector<int>& shape = input(0).shape;
    const size_t joint = axis(op_.options.axis, shape.size());
    require(shape[joint] == static_cast<int>(op_.outputs.size()), input(0));
    Numbers strides = strides_of(shape);
    const int64_t step = strides[joint];
    strides.erase(strides.begin() + static_cast<std::ptrdiff_t>(joint));
    for (size_t i = 0; i < op_.outputs.size(); ++i) {
      require(output(i).shape == without(shape, joint), output(i));
      add(0, i,
          {numbers(output(i).shape), strides, strides_of(output(i).shape),
           static_cast<int64_t>(i) * step, 0});
    }
  }

  // Split and SplitV: which input holds the values, which the axis.
  void split(size_t values, size_t axes) {
    const Numbers chosen = constant(axes);
    require(chosen.size() == 1, input(axes));
    const std::vector<int>& shape = input(values).shape;
    const size_t joint = axis(chosen[0], shape.size());
    const Numbers strides = strides_of(shape);
    int64_t at = 0;
    for (size_t i = 0; i < op_.outputs.size(); ++i) {
      std::vector<int> expected = shape;
      require(output(i).shape.size() == shape.size(), output(i));
      expected[joint] = output(i).shape[joint];
      require(output(i).shape == expected, output(i));
      add(values, i,
          {numbers(expected), strides, strides_of(expected),
           at * strides[joint], 0});
      at += expected[joint];
    }
    require(at == shape[joint], input(values));
  }

  void slice() {
    const std::vector<int>& shape = input(0).shape;
    const Numbers begins = constant(1), sizes = constant(2);
    require(begins.size() == shape.size(), input(1));
    require(sizes.size() == shape.size(), input(2));
    require(output().shape.size() == shape.size(), output());
    const Numbers strides = strides_of(shape);
    int64_t offset = 0;
    for (size_t d = 0; d < shape.size(); ++d) {
      const int64_t begin = begins[d];
      const int64_t size = sizes[d] == -1 ? shape[d] - begin : sizes[d];
      require(begin >= 0 && begin <= shape[d], input(1));
      require(size >= 0 && size <= shape[d] - begin, input(2));
      require(output().shape[d] == size, output());
      offset += begin * strides[d];
    }
    add(0, 0,
        {numbers(output().shape), strides, strides_of(output().shape), offset,
         0});
  }

  struct Range {
    int64_t begin, size, step;
  };

  // One dimension of a strided slice, as Python's begin:end:step counts.
  Range range(int d, int64_t begin, int64_t end, int64_t step) const {
    const OperatorOptions& o = op_.options;
    const int64_t length = input(0).shape[static_cast<size_t>(d)];
    const int64_t low = step > 0 ? 0 : -1;
    const int64_t high = step > 0 ? length : length - 1;
    const auto position = [&](int64_t value) {
      return std::clamp(value < 0 ? value + length : value, low, high);
    };
    const bool open_begin = o.begin_mask >> d & 1;
    const int64_t from = open_begin ? (step > 0 ? low : high) : position(begin);
    if (o.shrink_axis_mask >> d & 1) return {from, 1, 1};
    const bool open_end = o.end_mask >> d & 1;
    const int64_t to = open_end ? (step > 0 ? high : low) : position(end);
    const int64_t distance = step > 0 ? to - from : from - to;
    const int64_t stride = std::abs(step);
    return {from, std::max<int64_t>(0, (distance + stride - 1) / stride), step};
  }

  void strided_slice() {
    const OperatorOptions& o = op_.options;
    if (o.ellipsis_mask != 0 || o.new_axis_mask != 0 || o.end_is_size) {
      refuse("it has an ellipsis, a new axis or relative ends",
             "Write the slice with a begin and an end for every dimension.");
    }
    const std::vector<int>& shape = input(0).shape;
    const Numbers begins = constant(1), ends = constant(2), steps = constant(3);
    for (size_t i : {1u, 2u, 3u}) {
      require(constant(i).size() == shape.size(), input(i));
    }
    require(shape.size() < 31, input(0));
    const Numbers strides = strides_of(shape);
    Box box;
    std::vector<int> kept;
    for (size_t d = 0; d < shape.size(); ++d) {
      require(steps[d] != 0 && std::abs(steps[d]) <= INT32_MAX, input(3));
      const auto [begin, size, step] =
          range(static_cast<int>(d), begins[d], ends[d], steps[d]);
      require(begin >= 0 || size == 0, input(1));
      require(begin < shape[d] || size == 0, input(1));
      box.input_offset += begin * strides[d];
      if (o.shrink_axis_mask >> d & 1) continue;
      kept.push_back(static_cast<int>(size));
      box.sizes.push_back(size);
      box.input_strides.push_back(step * strides[d]);
    }
    require(kept == output().shape, output());
    box.output_strides = strides_of(kept);
    add(0, 0, box);
  }

  void transpose() {
    const std::vector<int>&from = input(0).shape, &to = output().shape;
    const Numbers order = constant(1);
    require(order.size() == from.size(), input(1));
    require(to.size() == from.size(), output());
    const Numbers strides = strides_of(from);
    Box box{numbers(to), {}, strides_of(to), 0, 0};
    std::vector<bool> seen(from.size());
    for (size_t d = 0; d < to.size(); ++d) {
      const size_t source = axis(order[d], from.size());
      require(!seen[source], input(1));
      seen[source] = true;
      require(to[d] == from[source], output());
      box.input_strides.push_back(strides[source]);
    }
    add(0, 0, box);
  }

  const Model& model_;
  const Operator& op_;
  std::vector<BoxMove> moves_;
};

}  // namespace

bool moves_boxes(const Model& model, const Operator& op) {
  switch (op.code) {
    case OperatorCode::kBatchToSpaceNd:
    case OperatorCode::kBroadcastTo:
    case OperatorCode::kConcatenation:
    case OperatorCode::kDepthToSpace:
    case OperatorCode::kFill:
    case OperatorCode::kPack:
    case OperatorCode::kReverseV2:
    case OperatorCode::kSpaceToDepth:
    case OperatorCode::kSplit:
    case OperatorCode::kSplitV:
    case OperatorCode::kStridedSlice:
    case OperatorCode::kTranspose:
    case OperatorCode::kUnpack:
      return true;
    case OperatorCode::kSlice:
      return model.tensors[op.inputs[1]].constant();
    default:
      return false;
  }
}

std::vector<BoxMove> box_moves(const Model& model, const Operator& op) {
  return Reader(model, op).read();
}

bool is_view(const Model& model, const Operator& op) {
  if (op.code == OperatorCode::kReshape || op.code == OperatorCode::kSqueeze ||
      op.code == OperatorCode::kExpandDims) {
    return true;
  }
  if (!moves_boxes(model, op) || op.outputs.size() != 1) return false;
  const std::vector<BoxMove> moves = box_moves(model, op);
  if (moves.size() != 1 || moves[0].input != 0) return false;
  const int64_t bytes = moves[0].params.run_bytes;
  return bytes == model.tensors[op.inputs[0]].bytes() &&
         bytes == model.tensors[op.outputs[0]].bytes();
}

}  // namespace mote
