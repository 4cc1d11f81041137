// Operator options of a .tflite.
#pragma once

#include <schema_generated.h>

#include <string>

#include "lib/model/model.h"

namespace mote::tflite {

// Those of operators that mote knows, the numbers of custom ones. The file
// must be a verified flatbuffer. Throws Error for values that do not exist.
OperatorOptions read_options(const schema::Operator& op,
                             const std::string& where);

}  // namespace mote::tflite
