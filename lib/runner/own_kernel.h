// Kernels from outside mote on this computer: their C++ is compiled and loaded
// when a plan that calls them is made ready to run.
#pragma once

#include "lib/compiler/plan.h"
#include "lib/runner/kernel_registry.h"

namespace mote {

// The user's kernel that `step` of a plan of `model` calls, built by the
// compiler c++ (once in the life of this process). Throws Error with the
// compiler's first messages when it is not installed or refuses the source.
HostKernel load_own_kernel(const Step& step, const Model& model);

}  // namespace mote
