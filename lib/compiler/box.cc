#include "lib/compiler/box.h"

#include <algorithm>

namespace mote {
namespace {

constexpr size_t kDimensions = 5;  // of nn::MoveParams

// Leaves dimensions of one value out and joins neighbours that lie one after
// the other on both sides.
Box joined(const Box& box) {
  Box result = box;
  result.sizes.clear();
  result.input_strides.clear();
  result.output_strides.clear();
  for (size_t d = 0; d < box.sizes.size(); ++d) {
    const int64_t size = box.sizes[d];
    if (size == 1) continue;
    const int64_t in = box.input_strides[d], out = box.output_strides[d];
    if (!result.sizes.empty() && result.input_strides.back() == in * size &&
        result.output_strides.back() == out * size) {
      result.sizes.back() *= size;
      result.input_strides.back() = in;
      result.output_strides.back() = out;
    } else {
      result.sizes.push_back(size);
      result.input_strides.push_back(in);
      result.output_strides.push_back(out);
    }
  }
  return result;
}

}  // namespace

std::vector<int64_t> strides_of(const std::vector<int>& shape) {
  std::vector<int64_t> strides(shape.size(), 1);
  for (size_t d = shape.size(); d-- > 1;) {
    strides[d - 1] = strides[d] * shape[d];
  }
  return strides;
}

std::optional<nn::MoveParams> packed_box(const Box& loose, int64_t bytes) {
  Box box = joined(loose);
  nn::MoveParams params{};
  int64_t run = 1;
  if (!box.sizes.empty() && box.input_strides.back() == 1 &&
      box.output_strides.back() == 1) {
    run = box.sizes.back();
    box.sizes.pop_back();
  }
  if (box.sizes.size() > kDimensions) return std::nullopt;
  std::fill_n(params.sizes, kDimensions, 1);
  const size_t first = kDimensions - box.sizes.size();
  for (size_t d = 0; d < box.sizes.size(); ++d) {
    params.sizes[first + d] = static_cast<int32_t>(box.sizes[d]);
    params.input_strides[first + d] =
        static_cast<int32_t>(box.input_strides[d] * bytes);
    params.output_strides[first + d] =
        static_cast<int32_t>(box.output_strides[d] * bytes);
  }
  params.run_bytes = static_cast<int32_t>(run * bytes);
  params.input_offset = static_cast<int32_t>(box.input_offset * bytes);
  params.output_offset = static_cast<int32_t>(box.output_offset * bytes);
  return params;
}

}  // namespace mote
