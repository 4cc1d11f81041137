// Operator options of a .tflite, written.
#pragma once

#include <schema_generated.h>

#include <vector>

#include "lib/model/model.h"

namespace mote::tflite {

// In the builder: which table, and where.
struct WrittenOptions {
  schema::BuiltinOptions kind = schema::BuiltinOptions::NONE;
  flatbuffers::Offset<void> table;
};

// Throws Error for operators whose options mote does not write.
WrittenOptions write_options(flatbuffers::FlatBufferBuilder& builder,
                             const Model& model, const Operator& op);

// The FlexBuffers map of a custom operator's numbers, whole ones as integers;
// nothing for other operators.
std::vector<uint8_t> write_custom_options(const Operator& op);

}  // namespace mote::tflite
