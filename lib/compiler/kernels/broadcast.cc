#include "lib/compiler/kernels/broadcast.h"

#include <fmt/format.h>

namespace mote {
namespace {

constexpr size_t kDimensions = 4;  // of nn::Broadcast

struct Dimension {
  int64_t size, first_stride, second_stride;
};

// Strides of `shape` along the output's dimensions, 0 where it repeats.
std::vector<int64_t> strides_in(const std::vector<int>& shape, size_t rank) {
  std::vector<int64_t> strides(rank, 0);
  int64_t stride = 1;
  for (size_t i = 1; i <= shape.size(); ++i) {
    const int size = shape[shape.size() - i];
    strides[rank - i] = size == 1 ? 0 : stride;
    stride *= size;
  }
  return strides;
}

// Without dimensions of one value; neighbours joined where both inputs go on.
std::vector<Dimension> joined(const std::vector<Dimension>& dimensions) {
  std::vector<Dimension> result;
  for (const Dimension& d : dimensions) {
    if (d.size == 1) continue;
    if (!result.empty() &&
        result.back().first_stride == d.first_stride * d.size &&
        result.back().second_stride == d.second_stride * d.size) {
      result.back() = {result.back().size * d.size, d.first_stride,
                       d.second_stride};
    } else {
      result.push_back(d);
    }
  }
  return result;
}

void require_broadcast(const Operator& op, const Lowering& lowering) {
  const std::vector<int>& to = lowering.output(op).shape;
  for (size_t input : {0u, 1u}) {
    const std::vector<int>& from = lowering.input(op, input).shape;
    bool fits = from.size() <= to.size();
    for (size_t i = 1; fits && i <= from.size(); ++i) {
      const int size = from[from.size() - i];
      fits = size == 1 || size == to[to.size() - i];
    }
    if (!fits) {
      lowering.refuse(op, "these shapes do not go together",
                      "Make both inputs one shape.");
    }
  }
}

}  // namespace

std::vector<ParameterField> broadcast_fields(const Operator& op,
                                             const Lowering& lowering) {
  require_broadcast(op, lowering);
  const std::vector<int>& shape = lowering.output(op).shape;
  const auto first = strides_in(lowering.input(op, 0).shape, shape.size());
  const auto second = strides_in(lowering.input(op, 1).shape, shape.size());
  std::vector<Dimension> dimensions;
  for (size_t d = 0; d < shape.size(); ++d) {
    dimensions.push_back({shape[d], first[d], second[d]});
  }
  dimensions = joined(dimensions);
  if (dimensions.size() > kDimensions) {
    lowering.refuse(op, "its inputs repeat along too many dimensions",
                    "Make both inputs one shape.");
  }
  dimensions.insert(dimensions.begin(), kDimensions - dimensions.size(),
                    {1, 0, 0});
  std::vector<ParameterField> fields;
  const auto append = [&](const char* name, int64_t Dimension::*value) {
    for (size_t d = 0; d < kDimensions; ++d) {
      fields.push_back(
          {fmt::format("pairs.{}.{}", name, d), dimensions[d].*value});
    }
  };
  append("sizes", &Dimension::size);
  append("first_strides", &Dimension::first_stride);
  append("second_strides", &Dimension::second_stride);
  return fields;
}

bool first_covers_output(const Operator& op, const Lowering& lowering) {
  return lowering.input(op, 0).elements() == lowering.output(op).elements();
}

Step broadcast_step(const Operator& op, const Lowering& lowering) {
  Step step = lowering.begin(op, {0, 1});
  step.parameters = broadcast_fields(op, lowering);
  step.in_place = first_covers_output(op, lowering);
  step.cost.instructions = 30 * lowering.output(op).elements();
  return step;
}

}  // namespace mote
