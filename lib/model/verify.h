// What must hold of every model before anything uses it.
#pragma once

#include <string>

#include "lib/model/model.h"

namespace mote {

// Checks that
//  - every dimension is 0 or more and a tensor has fewer than 2^31 bytes;
//  - a constant holds exactly as many bytes as its shape and type say;
//  - scales are finite and positive, one or one a channel; zero points, as
//    many as scales, lie within the type;
//  - operators and the model name tensors that exist, operators of known kinds
//    have as many as they need, nothing is read before it is made or made
//    twice;
//  - shapes fit the operators between them (verify_shapes.h);
//  - subgraphs fit the operators that call them (verify_subgraphs.h);
//  - strides, dilations and filter sizes are 1 or more.
// Throws Error saying which tensor or operator is wrong; `where` is the file.
void verify_model(const Model& model, const std::string& where);

}  // namespace mote
