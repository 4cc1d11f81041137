#include "lib/engine/kernels/vector_portable.h"
// The kernels are templates over the vector type above.
#include "lib/engine/kernels/depthwise.h"
#include "lib/engine/kernels/elementwise.h"
#include "lib/engine/kernels/narrow_convolve.h"
#include "lib/engine/kernels/statistics.h"

namespace mote::engine {

const Kernels& portable_kernels() {
  static constexpr Kernels kTable = {
      convolve,
      convolve_gradient,
      narrow_convolve_gradient,
      depthwise,
      depthwise_gradient,
      read,
      push,
      moments,
      gradient_sums,
      norm_gradient,
      keep_bits,
      adam,
  };
  return kTable;
}

}  // namespace mote::engine
