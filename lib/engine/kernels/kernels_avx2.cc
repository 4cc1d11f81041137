#include "lib/engine/kernels/vector_avx2.h"
// The kernels are templates over the vector type above.
#include "lib/engine/kernels/kernel_table.h"

namespace mote::engine {

const Kernels& avx2_kernels() { return kKernelTable; }

}  // namespace mote::engine
