// The pass on a plan that takes additions into the convolutions before them.
#pragma once

#include <string>

#include "lib/compiler/plan.h"

namespace mote {

// A kernel that does what two others do one after the other
// (device/nn/conv/conv_add.h).
struct FusedKernel {
  std::string conv, add;  // "reference::ConvInt8", "reference::AddInt8"
  std::string kernel, parameter_type, header, source;
  int together = 1;         // outputs that `conv` computes at a time
  bool in_columns = false;  // they lie in columns, else one behind the other
};

// Null where `kernel` is not such a kernel.
const FusedKernel* find_fused_kernel(const std::string& kernel);

// Makes one step of a convolution and of the int8 addition of one shape that
// follows it and alone reads it, where the target has a kernel for both. The
// output may then take the residual's memory, and a few rows of the sum's two
// inputs take the place of the convolution's output. To be called before
// tensors are placed. Returns what changed, a line a step with "- " or "+ "
// before it; empty: nothing.
std::string fuse_additions(Plan& plan);

// Whether `fused` is worth it: its arena is at least a sixteenth smaller than
// that of `plan`, the same model without fused additions; it saves more memory
// than it takes of flash; and it takes at most a 32nd more instructions. Both
// are placed.
bool fusion_pays(const Plan& plan, const Plan& fused);

// The two compared, in words: "taken: ..." or "not taken: ...".
std::string describe_fusion(const Plan& plan, const Plan& fused, bool taken);

}  // namespace mote
