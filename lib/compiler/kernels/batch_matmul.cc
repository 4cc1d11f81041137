#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/box.h"
#include "lib/compiler/kernels/quantization.h"
#include "lib/compiler/kernels/rare_families.h"

namespace mote {
namespace {

constexpr size_t kBatches = 3;    // of nn::MatmulShape
constexpr int kLargestShift = 7;  // of nn::RequantizeLong

// A matrix in each of the batches, as the kernel walks it.
struct Factor {
  std::vector<int64_t> batches, strides;
  int64_t rows, columns, row_stride, column_stride;
};

Factor read_factor(const Operator& op, const Lowering& lowering, size_t place,
                   bool transposed) {
  const std::vector<int>& shape = lowering.input(op, place).shape;
  if (shape.size() < 2 || shape.size() > kBatches + 2) {
    lowering.refuse(op, "its inputs do not have 2 to 5 dimensions");
  }
  const std::vector<int64_t> strides = strides_of(shape);
  const size_t matrix = shape.size() - 2;
  Factor factor;
  factor.batches.assign(kBatches - matrix, 1);
  factor.strides.assign(kBatches - matrix, 0);
  for (size_t d = 0; d < matrix; ++d) {
    factor.batches.push_back(shape[d]);
    factor.strides.push_back(shape[d] == 1 ? 0 : strides[d]);
  }
  const size_t row = transposed ? matrix + 1 : matrix;
  const size_t column = transposed ? matrix : matrix + 1;
  factor.rows = shape[row];
  factor.columns = shape[column];
  factor.row_stride = strides[row];
  factor.column_stride = strides[column];
  return factor;
}

std::vector<ParameterField> shape_fields(const Operator& op,
                                         const Lowering& lowering) {
  const Factor a = read_factor(op, lowering, 0, op.options.adjoint_x);
  const Factor b = read_factor(op, lowering, 1, op.options.adjoint_y);
  std::vector<ParameterField> fields[3];
  int64_t matrices = 1;
  for (size_t d = 0; d < kBatches; ++d) {
    const int64_t size = std::max(a.batches[d], b.batches[d]);
    if ((a.batches[d] != size && a.batches[d] != 1) ||
        (b.batches[d] != size && b.batches[d] != 1)) {
      lowering.refuse(op, "its batches do not go together");
    }
    matrices *= size;
    fields[0].push_back({fmt::format("shape.batches.{}", d), size});
    fields[1].push_back(
        {fmt::format("shape.first_batches.{}", d), a.strides[d]});
    fields[2].push_back(
        {fmt::format("shape.second_batches.{}", d), b.strides[d]});
  }
  if (a.columns != b.rows ||
      lowering.output(op).elements() != matrices * a.rows * b.columns) {
    lowering.refuse(op, "its matrices do not fit each other");
  }
  std::vector<ParameterField> all;
  for (const auto& list : fields)
    all.insert(all.end(), list.begin(), list.end());
  all.insert(all.end(), {{"shape.rows", a.rows},
                         {"shape.columns", b.columns},
                         {"shape.depth", a.columns},
                         {"shape.first_row", a.row_stride},
                         {"shape.first_depth", a.column_stride},
                         {"shape.second_depth", b.row_stride},
                         {"shape.second_column", b.column_stride}});
  return all;
}

void set_quantized(Step& step, const Operator& op, const Lowering& lowering) {
  const Tensor& first = lowering.input(op, 0);
  const Tensor& second = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const bool wide = output.type == Type::kInt16;
  const Multiplier m = fully_connected_multipliers(first, second, output, 1)[0];
  const bool centred = first.zero_point() == 0 && second.zero_point() == 0 &&
                       output.zero_point() == 0;
  if (wide && (!centred || m.shift > kLargestShift)) {
    lowering.refuse(op,
                    "16-bit tensors need zero point 0 and scales that are "
                    "not far apart");
  }
  const ActivationRange range = activation_range(Activation::kNone, output);
  step.kernel = wide ? "reference::MatmulInt16" : "reference::MatmulInt8";
  step.parameter_type = "MatmulParams";
  step.parameters.insert(step.parameters.end(),
                         {{"first_zero_point", int64_t{first.zero_point()}},
                          {"second_zero_point", int64_t{second.zero_point()}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"multiplier", int64_t{m.multiplier}},
                          {"shift", int64_t{m.shift}},
                          {"activation_min", int64_t{range.min}},
                          {"activation_max", int64_t{range.max}}});
}

}  // namespace

Step lower_batch_matmul(const Operator& op, Lowering& lowering) {
  const Type type = lowering.output(op).type;
  for (const size_t i : {0u, 1u}) {
    if (lowering.input(op, i).type != type) {
      lowering.refuse(op, "its inputs and output are of different types");
    }
  }
  Step step = lowering.begin(op, {0, 1});
  step.header = "device/nn/matmul/matmul.h";
  step.sources = {"device/nn/matmul/matmul.cc"};
  step.parameters = shape_fields(op, lowering);
  if (type == Type::kFloat32) {
    const FloatRange range = float_activation_range(Activation::kNone);
    step.kernel = "reference::MatmulFloat";
    step.parameter_type = "MatmulFloatParams";
    step.parameters.push_back({"activation_min", double{range.min}});
    step.parameters.push_back({"activation_max", double{range.max}});
  } else if (type == Type::kInt8 || type == Type::kInt16) {
    set_quantized(step, op, lowering);
  } else {
    lowering.refuse(op, type_name(type) + " values",
                    "Convert the model to int8 or float32.");
  }
  const std::vector<int>& first = lowering.input(op, 0).shape;
  const int depth =
      op.options.adjoint_x ? first[first.size() - 2] : first.back();
  step.cost.macs = lowering.output(op).elements() * depth;
  step.cost.instructions = 10 * step.cost.macs;
  step.comment = fmt::format("matrix product, {} deep", depth);
  return step;
}

}  // namespace mote
