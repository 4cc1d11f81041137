// The table of device/nn/sigmoid_table.h.
#pragma once

#include "lib/compiler/kernels/lowering.h"

namespace mote {

Location sigmoid_table(Lowering& lowering);

}  // namespace mote
