// `mote bench MODEL.tflite`: what an inference costs on an emulated processor,
// or how long it takes on this one.
#pragma once

#include "app/cli/arguments.h"

namespace mote {

struct ModelBenchOptions {
  std::string model, target = "qemu-cortex-m4", check, rounding = "tflm",
                     own_operators;
  double seconds = 1;         // of measuring, on this computer
  bool portable = false;      // with the portable kernels alone
  bool all_channels = false;  // with those that are constant
};

// 1 when `check` names a file of known outputs and some differ, else 0.
int bench_model_command(Console& console, const CommonOptions& common,
                        const ModelBenchOptions& options);

}  // namespace mote
