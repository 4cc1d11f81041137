// All kernels of one instruction set. Included by the variant files only, after
// their vector type.
#pragma once

#include "lib/engine/kernels/depthwise.h"
#include "lib/engine/kernels/elementwise.h"
#include "lib/engine/kernels/narrow_convolve.h"
#include "lib/engine/kernels/statistics.h"

namespace mote::engine {
namespace {

constexpr Kernels kKernelTable = {
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

}  // namespace
}  // namespace mote::engine
