// What one inference of a model costs on an emulated processor.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/plan.h"
#include "lib/compiler/target.h"
#include "lib/firmware/bench_program.h"

namespace mote {

struct LayerBench {
  std::string tensor, description, kernel;
  int64_t macs = 0;
  int64_t instructions = 0, cycles = 0;
};

struct ModelBench {
  int64_t macs = 0;
  int64_t instructions = 0;      // exact
  int64_t cycles_estimated = 0;  // by published timings (instruction_timing.h)
  double microseconds = 0;       // cycles at the board's clock; 0: not known
  // What the model adds to a program: its constants, and the code emitted and
  // the kernels used with their parameters.
  int64_t constants_bytes = 0, code_bytes = 0;
  int64_t arena_bytes = 0, arena_lower_bound_bytes = 0;
  int64_t stack_bytes = 0;  // deepest below the caller of Invoke, painted
  // Memory of the caller: all inputs and all outputs.
  int64_t input_bytes = 0, output_bytes = 0;
  std::vector<LayerBench> layers;
  // outputs[run][output], raw bytes.
  std::vector<std::vector<std::vector<uint8_t>>> outputs;

  int64_t flash_bytes() const { return constants_bytes + code_bytes; }
};

// Builds `plan` for its target and runs it there on `inputs`, in order; the
// first run is the one that is counted. Throws Error for targets without an
// emulator and when the model does not fit the board.
ModelBench bench_model(const Plan& plan, const Target& target,
                       const ModelInputs& inputs, Run& run);

}  // namespace mote
