// Whether the shapes around an operator fit each other.
#pragma once

#include <string>

#include "lib/model/model.h"

namespace mote {

// Checks the shapes of operators that mote knows: windows give exactly the
// rows and columns of their output, weights and biases the channels, and all
// others keep or combine as many values as they take; only Quantize and
// Dequantize change the type. Indices and arity must be verified already.
// Throws Error saying what does not fit.
void verify_operator_shapes(const Model& model, const Operator& op,
                            const std::string& where);

// Output positions of a window over `input` positions.
int window_positions(Padding padding, int input, int kernel, int stride,
                     int dilation);

}  // namespace mote
