// UnidirectionalSequenceLSTM of real numbers.
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

// For an operator without peepholes, projection and layer normalization.
Step lower_lstm_float(const Operator& op, Lowering& lowering);

}  // namespace mote
