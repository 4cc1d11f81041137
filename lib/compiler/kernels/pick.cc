// Operators that read constant positions: ResizeNearestNeighbor, MirrorPad,
// Gather of constant indices. Gather of computed ones too.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/compiler/box.h"
#include "lib/compiler/kernels/families.h"

namespace mote {
namespace {

using Positions = std::vector<int32_t>;  // along one dimension

constexpr size_t kTables = 4;             // of nn::PickParams
constexpr size_t kLargestSize = 1 << 16;  // tables lie in flash

void require(const Operator& op, const Lowering& lowering, bool fits,
             const std::string& otherwise) {
  if (!fits) lowering.refuse(op, otherwise);
}

// A step that reads input 0 at `positions` of each dimension but the last,
// which is read whole.
Step pick_step(const Operator& op, Lowering& lowering,
               const std::vector<Positions>& positions,
               const std::string& comment) {
  const Tensor& input = lowering.input(op, 0);
  const int64_t value_bytes = type_bytes(input.type);
  require(op, lowering,
          value_bytes > 0 && input.type == lowering.output(op).type,
          "its types do not fit");
  require(op, lowering, positions.size() <= kTables, "too many dimensions");
  for (const Positions& list : positions) {
    require(op, lowering, list.size() <= kLargestSize,
            "its tensor is too long");
  }
  std::vector<int64_t> strides = strides_of(input.shape);
  strides.resize(positions.size(), 1);
  Step step = lowering.begin(op, {0});
  step.header = "device/nn/pick/pick.h";
  step.sources = {"device/nn/pick/pick.cc"};
  step.kernel = "reference::PickBytes";
  step.parameter_type = "PickParams";
  step.untyped = true;
  step.comment = comment;
  std::vector<int32_t> offsets(kTables - positions.size(), 0);
  std::vector<int64_t> sizes(offsets.size(), 1);
  for (size_t d = 0; d < positions.size(); ++d) {
    sizes.push_back(static_cast<int64_t>(positions[d].size()));
    for (const int32_t position : positions[d]) {
      offsets.push_back(
          static_cast<int32_t>(position * strides[d] * value_bytes));
    }
  }
  int64_t runs = 1;
  for (size_t d = 0; d < kTables; ++d) {
    step.parameters.push_back({fmt::format("sizes.{}", d), sizes[d]});
    runs *= sizes[d];
  }
  const int64_t run_bytes = lowering.output(op).bytes() / runs;
  step.parameters.push_back({"run_bytes", run_bytes});
  step.parameters.push_back(
      {"offsets", lowering.constant("Offsets", Type::kInt32, offsets,
                                    "where the input is read, bytes")});
  step.cost.instructions = runs * (10 + 4 * run_bytes);
  return step;
}

Positions all_of(int size) {
  Positions positions;
  for (int i = 0; i < size; ++i) positions.push_back(i);
  return positions;
}

// TensorFlow Lite's GetNearestNeighbor.
Positions nearest(const OperatorOptions& o, int from, int to) {
  const bool corners = o.align_corners && to > 1;
  const float scale =
      corners ? static_cast<float>(from - 1) / static_cast<float>(to - 1)
              : static_cast<float>(from) / static_cast<float>(to);
  const float offset = o.half_pixel_centers ? 0.5f : 0.0f;
  Positions positions;
  for (int i = 0; i < to; ++i) {
    const float at = (static_cast<float>(i) + offset) * scale;
    const float whole = o.align_corners ? std::round(at) : std::floor(at);
    positions.push_back(std::clamp(static_cast<int>(whole), 0, from - 1));
  }
  return positions;
}

Positions mirrored(int from, int64_t before, int64_t after, bool edge) {
  const int64_t skip = edge ? 0 : 1;
  Positions positions;
  for (int64_t i = before; i > 0; --i) {
    positions.push_back(static_cast<int32_t>(i - 1 + skip));
  }
  for (int i = 0; i < from; ++i) positions.push_back(i);
  for (int64_t i = 0; i < after; ++i) {
    positions.push_back(static_cast<int32_t>(from - 1 - skip - i));
  }
  return positions;
}

struct GatherShape {
  int64_t batch = 1, outer = 1, axis = 1, inner = 1, indices = 1;
};

GatherShape read_gather(const Operator& op, const Lowering& lowering) {
  const std::vector<int>& shape = lowering.input(op, 0).shape;
  const std::vector<int>& at = lowering.input(op, 1).shape;
  const int rank = static_cast<int>(shape.size());
  const int indices_rank = static_cast<int>(at.size());
  const OperatorOptions& o = op.options;
  const int axis = o.axis < 0 ? o.axis + rank : o.axis;
  const int batch =
      o.batch_dims < 0 ? o.batch_dims + indices_rank : o.batch_dims;
  require(op, lowering,
          axis >= 0 && axis < rank && batch >= 0 && batch <= axis &&
              batch <= indices_rank &&
              lowering.input(op, 1).type == Type::kInt32,
          "its axis or indices do not fit");
  GatherShape g;
  for (int d = 0; d < rank; ++d) {
    if (d < batch)
      require(op, lowering, shape[d] == at[d], "its batches differ");
    (d < batch   ? g.batch
     : d < axis  ? g.outer
     : d == axis ? g.axis
                 : g.inner) *= shape[d];
  }
  for (int d = batch; d < indices_rank; ++d) g.indices *= at[d];
  require(
      op, lowering,
      lowering.output(op).elements() == g.batch * g.outer * g.indices * g.inner,
      "its output does not fit");
  return g;
}

// Of computed indices, or of one set of indices an image.
Step gather_step(const Operator& op, Lowering& lowering, const GatherShape& g) {
  const Tensor& input = lowering.input(op, 0);
  require(op, lowering,
          type_bytes(input.type) > 0 && input.type == lowering.output(op).type,
          "its types do not fit");
  Step step = lowering.begin(op, {0, 1});
  step.header = "device/nn/gather/gather.h";
  step.sources = {"device/nn/gather/gather.cc"};
  step.kernel = "reference::Gather";
  step.parameter_type = "GatherParams";
  step.untyped = true;
  step.parameters = {{"batch", g.batch},
                     {"outer", g.outer},
                     {"axis", g.axis},
                     {"indices", g.indices},
                     {"run_bytes", g.inner * type_bytes(input.type)}};
  step.comment = fmt::format("gather {} of {}", g.indices, g.axis);
  step.cost.instructions = 8 * lowering.output(op).bytes();
  return step;
}

}  // namespace

Step lower_resize_nearest(const Operator& op, Lowering& lowering) {
  const std::vector<int>& from = lowering.input(op, 0).shape;
  const std::vector<int>& to = lowering.output(op).shape;
  require(op, lowering,
          from.size() == 4 && to.size() == 4 && from[0] == to[0] &&
              from[3] == to[3] && lowering.input(op, 0).elements() > 0 &&
              *std::max_element(to.begin(), to.end()) <=
                  static_cast<int>(kLargestSize),
          "its input and output do not fit each other");
  return pick_step(op, lowering,
                   {all_of(from[0]), nearest(op.options, from[1], to[1]),
                    nearest(op.options, from[2], to[2])},
                   fmt::format("resize {}x{} to {}x{}, nearest", from[1],
                               from[2], to[1], to[2]));
}

Step lower_mirror_pad(const Operator& op, Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& borders = lowering.input(op, 1);
  const std::vector<int>& to = lowering.output(op).shape;
  require(op, lowering,
          borders.constant() && to.size() == input.shape.size() &&
              borders.elements() == 2 * static_cast<int64_t>(to.size()),
          "it needs a constant border of every dimension");
  std::vector<int64_t> border;
  if (borders.type == Type::kInt64) {
    border = constant_values<int64_t>(borders);
  } else {
    for (int32_t v : constant_values<int32_t>(borders)) border.push_back(v);
  }
  std::vector<Positions> positions;
  for (size_t d = 0; d < to.size(); ++d) {
    require(op, lowering, to[d] <= static_cast<int>(kLargestSize),
            "its output is too long");
    const int size = input.shape[d];
    const int64_t most = op.options.repeats_edge ? size : size - 1;
    const int64_t before = border[2 * d], after = border[2 * d + 1];
    require(op, lowering,
            before >= 0 && before <= most && after >= 0 && after <= most &&
                to[d] == size + before + after,
            "its border does not fit its shapes");
    positions.push_back(mirrored(size, before, after, op.options.repeats_edge));
  }
  return pick_step(op, lowering, positions, "mirror pad");
}

Step lower_gather(const Operator& op, Lowering& lowering) {
  const GatherShape g = read_gather(op, lowering);
  const Tensor& indices = lowering.input(op, 1);
  if (!indices.constant() || g.batch > 1) return gather_step(op, lowering, g);
  for (const int32_t index : constant_values<int32_t>(indices)) {
    require(op, lowering, index >= 0 && index < g.axis,
            fmt::format("index {} of {} does not exist", index, g.axis));
  }
  return gather_step(op, lowering, g);
}

}  // namespace mote
