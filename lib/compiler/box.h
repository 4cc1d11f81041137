// Boxes of values that move together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "device/nn/move/move.h"

namespace mote {

// Strides and offsets in elements.
struct Box {
  std::vector<int64_t> sizes, input_strides, output_strides;
  int64_t input_offset = 0, output_offset = 0;
};

// Of a tensor in memory order.
std::vector<int64_t> strides_of(const std::vector<int>& shape);

// The box as the kernel takes it; `bytes` an element. Nothing if it has more
// dimensions, after those that lie one after the other are joined, than that
// can.
std::optional<nn::MoveParams> packed_box(const Box& box, int64_t bytes);

}  // namespace mote
