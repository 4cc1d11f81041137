// Operators that only move values, as boxes to copy.
#pragma once

#include <vector>

#include "device/nn/move/move.h"
#include "lib/model/model.h"

namespace mote {

// One box, from an input to an output of the operator (positions in its
// lists).
struct BoxMove {
  size_t input = 0, output = 0;
  nn::MoveParams params;
};

// Whether the operator is a Concatenation, Pack, Slice, Split, SplitV,
// StridedSlice, Transpose or Unpack; not a Slice whose place is computed.
bool moves_boxes(const Model& model, const Operator& op);

// The boxes that together fill the outputs of such an operator; inputs of no
// values give none. Throws Error when positions, axes or sizes are not constant
// or do not fit the shapes.
std::vector<BoxMove> box_moves(const Model& model, const Operator& op);

// Whether the output is the input's bytes in their order: of Reshape, Squeeze
// and ExpandDims, and where a move changes nothing.
bool is_view(const Model& model, const Operator& op);

}  // namespace mote
