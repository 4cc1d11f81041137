// Additions and subtractions that the kernels of device/nn/add/add.h lack.
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

Step broadcast_add(const Operator& op, Lowering& lowering, bool subtract);

}  // namespace mote
