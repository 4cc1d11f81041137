// A model as text for people: what it is, and what a pass changed in it.
//
//   2 operators, 1 bytes of constants
//   x int8[1x2x2x1] {0.5, -1} = input
//   sums int8[1x2x2x1] {0.5, -1} = CONV_2D(x, w int8[1x1x1x1] {1, 0} (3)), SAME
//   scores int8[1x2x2x1] {0.5, -1} = RELU(sums)
//   output scores
//
// A line an operator: the tensor it makes with type, shape and {scale, zero
// point}, then what it reads; constants with their values where they are few,
// else with the beginning of their SHA-256; at the end padding (SAME, VALID or
// how many rows above and below, columns left and right), stride and the
// activation that is fused. Of names that join several the first is shown, of
// long ones the end, and the tensor's number where it has none.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/plan.h"
#include "lib/model/model.h"

namespace mote {

std::string describe_model(const Model& model);

// The tensor's name as it stands there.
std::string short_name(const Model& model, int tensor);

// Of two texts, line by line: "  " lines that both have, "- " those of the
// first only, "+ " those of the second only.
std::string describe_difference(const std::string& before,
                                const std::string& after);

// What a pass left behind.
struct PassResult {
  std::string pass;  // "fuse_activations"
  bool changed = false;
  std::string note;  // Pass::note
  std::string text;  // the model after it, beside the model before it
};

// The pass on the plan, fuse_additions, likewise.
PassResult explain_fusion(const Plan& plan);

// The model as it was read, under the name "model", and after each of
// compiler_passes().
std::vector<PassResult> explain_passes(const Model& model);

}  // namespace mote
