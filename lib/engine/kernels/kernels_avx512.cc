#include "lib/engine/kernels/vector_avx512.h"
// The kernels are templates over the vector type above.
#include "lib/engine/kernels/kernel_table.h"

namespace mote::engine {

const Kernels& avx512_kernels() { return kKernelTable; }

}  // namespace mote::engine
