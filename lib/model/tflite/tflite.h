// The .tflite file format (TensorFlow Lite, schema version 3).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// Reads the first subgraph of a .tflite file and verifies it (verify_model).
// Operators that mote does not know are kept by number and name, without
// their options, so that who needs them can say so; tensor types likewise
// become Type::kOther. Throws Error{what, `where` and the tensor, hint} for
// bytes that are not a .tflite, are cut or damaged.
Model read_tflite(std::span<const uint8_t> bytes, const std::string& where);

// A .tflite that TensorFlow Lite and TensorFlow Lite for Microcontrollers
// load. The model is verified first. Throws Error for operators whose options
// mote does not know and for tensors of Type::kOther.
std::vector<uint8_t> write_tflite(const Model& model);

}  // namespace mote
