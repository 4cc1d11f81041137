// Operators that read or write at computed places: GatherNd, EmbeddingLookup,
// DynamicUpdateSlice.
#include <fmt/format.h>

#include "lib/compiler/box.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/rare_families.h"

namespace mote {
namespace {

constexpr size_t kDepth = 5;  // of nn::GatherNdParams and UpdateSliceParams

Step begin(const Operator& op, const Lowering& lowering,
           const std::vector<size_t>& inputs, const std::string& file,
           const std::string& kernel) {
  Step step = lowering.begin(op, inputs);
  step.header = fmt::format("device/nn/gather/{}.h", file);
  step.sources = {fmt::format("device/nn/gather/{}.cc", file)};
  step.kernel = "reference::" + kernel;
  step.parameter_type = kernel + "Params";
  step.untyped = true;
  step.cost.instructions = 8 * lowering.output(op).bytes();
  return step;
}

void append_five(Step& step, const std::string& name,
                 std::vector<int64_t> values, int64_t missing) {
  values.resize(kDepth, missing);
  for (size_t d = 0; d < kDepth; ++d) {
    step.parameters.push_back({fmt::format("{}.{}", name, d), values[d]});
  }
}

void require(const Operator& op, const Lowering& lowering, bool fits,
             const std::string& otherwise) {
  if (!fits) lowering.refuse(op, otherwise);
}

}  // namespace

// A table of int8 whose rows are wanted as real numbers; TensorFlow Lite Micro
// takes its zero point for 0.
static Step real_rows(const Operator& op, const Lowering& lowering,
                      int64_t row_size) {
  const Tensor& table = lowering.input(op, 1);
  Step step = begin(op, lowering, {1, 0}, "embedding", "EmbeddingFloat");
  step.untyped = false;
  step.parameter_type = "EmbeddingParams";
  step.parameters = {{"rows", int64_t{table.shape[0]}},
                     {"row_size", row_size},
                     {"places", lowering.input(op, 0).elements()},
                     {"scale", table.scale()}};
  return step;
}

Step lower_embedding(const Operator& op, Lowering& lowering) {
  const Tensor& places = lowering.input(op, 0);
  const Tensor& table = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const int64_t value_bytes = type_bytes(table.type);
  const bool real = table.type == Type::kInt8 && output.type == Type::kFloat32;
  require(op, lowering,
          places.type == Type::kInt32 && table.shape.size() >= 2 &&
              table.elements() > 0 && (table.type == output.type || real) &&
              value_bytes > 0,
          "its table, places and output do not fit each other");
  const int64_t run = table.elements() / table.shape[0];
  require(op, lowering, output.elements() == places.elements() * run,
          "its output does not fit its table");
  Step step = real ? real_rows(op, lowering, run)
                   : begin(op, lowering, {1, 0}, "gather", "Gather");
  if (!real) {
    step.parameters = {{"batch", int64_t{1}},
                       {"outer", int64_t{1}},
                       {"axis", int64_t{table.shape[0]}},
                       {"indices", places.elements()},
                       {"run_bytes", run * value_bytes}};
  }
  step.comment =
      fmt::format("{} rows of {}", places.elements(), table.shape[0]);
  return step;
}

Step lower_gather_nd(const Operator& op, Lowering& lowering) {
  const Tensor& values = lowering.input(op, 0);
  const Tensor& indices = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const int64_t value_bytes = type_bytes(values.type);
  require(op, lowering,
          indices.type == Type::kInt32 && !indices.shape.empty() &&
              values.elements() > 0 && values.type == output.type &&
              value_bytes > 0,
          "its values, indices and output do not fit each other");
  const auto depth = static_cast<size_t>(indices.shape.back());
  require(op, lowering,
          depth >= 1 && depth <= values.shape.size() && depth <= kDepth,
          "its indices do not fit its values");
  const std::vector<int64_t> strides = strides_of(values.shape);
  std::vector<int64_t> limits, stride_bytes;
  for (size_t d = 0; d < depth; ++d) {
    limits.push_back(values.shape[d]);
    stride_bytes.push_back(strides[d] * value_bytes);
  }
  const int64_t runs = indices.elements() / static_cast<int64_t>(depth);
  require(op, lowering, output.bytes() == runs * stride_bytes.back(),
          "its output does not fit its values");
  Step step = begin(op, lowering, {0, 1}, "gather", "GatherNd");
  step.parameters = {{"runs", runs},
                     {"run_bytes", stride_bytes.back()},
                     {"depth", static_cast<int64_t>(depth)}};
  append_five(step, "limits", limits, 1);
  append_five(step, "stride_bytes", stride_bytes, 0);
  step.comment = fmt::format("gather {} of {}", runs, values.elements());
  return step;
}

namespace {

// A part of the size of `part` somewhere in `whole`.
bool is_part(const Tensor& whole, const Tensor& part, const Tensor& places) {
  const size_t rank = whole.shape.size();
  bool fits = rank >= 1 && rank <= kDepth && part.shape.size() == rank &&
              places.type == Type::kInt32 &&
              places.elements() == static_cast<int64_t>(rank) &&
              whole.type == part.type && type_bytes(whole.type) > 0;
  for (size_t d = 0; fits && d < rank; ++d) {
    fits = part.shape[d] >= 1 && part.shape[d] <= whole.shape[d];
  }
  return fits;
}

void append_part(Step& step, const Tensor& whole, const Tensor& part) {
  const std::vector<int64_t> strides = strides_of(whole.shape);
  const size_t rank = whole.shape.size();
  std::vector<int64_t> sizes, limits, stride_bytes;
  for (size_t d = 0; d < rank; ++d) {
    sizes.push_back(part.shape[d]);
    limits.push_back(whole.shape[d] - part.shape[d]);
    stride_bytes.push_back(strides[d] * type_bytes(whole.type));
  }
  step.parameters = {{"size_bytes", whole.bytes()},
                     {"value_bytes", int64_t{type_bytes(whole.type)}},
                     {"rank", static_cast<int64_t>(rank)}};
  append_five(step, "sizes", sizes, 1);
  append_five(step, "limits", limits, 0);
  append_five(step, "stride_bytes", stride_bytes, 0);
}

}  // namespace

Step lower_update_slice(const Operator& op, Lowering& lowering) {
  const Tensor& all = lowering.input(op, 0);
  const Tensor& part = lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  require(op, lowering,
          is_part(all, part, lowering.input(op, 2)) &&
              output.shape == all.shape && output.type == all.type,
          "its part does not fit its input");
  Step step = begin(op, lowering, {0, 1, 2}, "update_slice", "UpdateSlice");
  append_part(step, all, part);
  step.comment = "write over a part";
  return step;
}

Step lower_slice(const Operator& op, Lowering& lowering) {
  if (lowering.input(op, 1).constant()) return lower_move(op, lowering);
  const Tensor& whole = lowering.input(op, 0);
  const Tensor& part = lowering.output(op);
  require(op, lowering, is_part(whole, part, lowering.input(op, 1)),
          "its part does not fit its input");
  Step step = begin(op, lowering, {0, 1}, "update_slice", "SliceAt");
  step.parameter_type = "UpdateSliceParams";
  append_part(step, whole, part);
  step.comment = "a part";
  return step;
}

}  // namespace mote
