#include "lib/compiler/plan.h"

#include <algorithm>
#include <set>

#include "lib/compiler/fuse_additions.h"
#include "lib/compiler/kernels/code_size.h"

namespace mote {

int64_t Plan::constant_bytes() const {
  int64_t bytes = 0;
  for (const Constant& constant : constants) {
    bytes += static_cast<int64_t>(constant.data.size());
  }
  for (const Step& step : steps) {
    bytes += 4 * static_cast<int64_t>(step.parameters.size());
  }
  return bytes;
}

int64_t Plan::code_bytes() const {
  constexpr int64_t kBytesACall = 24;
  std::set<std::string> kernels;
  for (const Step& step : steps) {
    if (step.is_call()) kernels.insert(step.kernel);
    if (const FusedKernel* fused = find_fused_kernel(step.kernel)) {
      kernels.insert({fused->conv, fused->add});
    }
  }
  int64_t bytes = kBytesACall * static_cast<int64_t>(steps.size());
  for (const std::string& kernel : kernels) bytes += kernel_code_bytes(kernel);
  return bytes;
}

StepCost Plan::total_cost() const {
  StepCost total;
  for (const Step& step : steps) {
    total.macs += step.cost.macs;
    total.instructions += step.cost.instructions;
    total.scratch_bytes =
        std::max(total.scratch_bytes, step.cost.scratch_bytes);
  }
  return total;
}

}  // namespace mote
