#include "lib/engine/kernels/vector_portable.h"
// The kernels are templates over the vector type above.
#include "lib/engine/kernels/kernel_table.h"

namespace mote::engine {

const Kernels& portable_kernels() { return kKernelTable; }

}  // namespace mote::engine
