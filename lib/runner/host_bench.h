// How long a model takes on this computer, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/compiler/plan.h"

namespace mote {

struct LayerTime {
  std::string tensor, kernel, description;
  int64_t macs = 0;
  double microseconds = 0;  // the fastest of all runs
  double share = 0;         // of all layers' sum
};

struct HostBench {
  std::string isa;
  int64_t runs = 0;
  // Of one inference: the fastest, and the spread of the others.
  double microseconds = 0, median_microseconds = 0, p90_microseconds = 0;
  std::vector<LayerTime> layers;
  // outputs[run][output], raw bytes.
  std::vector<std::vector<std::vector<uint8_t>>> outputs;
};

// Runs the plan once on each of inputs[run][input] (raw bytes of the tensor's
// size, one run at least), then on the last for about `seconds`: first as a
// whole, for a quarter of the time layer by layer. Throws Error as PlanRunner
// does.
HostBench bench_host(
    Plan plan, const std::vector<std::vector<std::vector<uint8_t>>>& inputs,
    double seconds = 1);

}  // namespace mote
