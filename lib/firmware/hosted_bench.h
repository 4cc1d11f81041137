// What one inference costs on a target that is neither a board nor this
// computer: AArch64 under Linux, in qemu's user mode, and web assembly, in
// Node.js. targets/hosted holds what their programs stand on.
#pragma once

#include <cstdint>

#include "lib/base/run.h"
#include "lib/compiler/target.h"
#include "lib/firmware/bench_program.h"

namespace mote {

struct HostedBench {
  int64_t macs = 0;
  // Of AArch64: what an inference executes, with neither input nor output;
  // within some hundreds, as the C library's reading and writing vary. Else 0.
  int64_t instructions = 0;
  // Of web assembly: the fastest inference in Node.js on this computer, from
  // code that its engine has optimized. Else 0: emulation tells nothing of
  // time.
  double microseconds = 0;
  int64_t constants_bytes = 0;
  int64_t arena_bytes = 0, arena_lower_bound_bytes = 0;
  int64_t input_bytes = 0, output_bytes = 0;  // the caller's memory
  ModelInputs outputs;                        // [run][output]
};

// Whether programs of `target` are web assembly, whichever kernels they use.
bool is_web_assembly(const Target& target);

// Builds `plan` for its target and runs it on `inputs`, in order. Throws Error
// for targets without Target::runner, and where a program is not installed.
HostedBench bench_hosted(const Plan& plan, const Target& target,
                         const ModelInputs& inputs, Run& run);

}  // namespace mote
