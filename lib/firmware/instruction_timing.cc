#include "lib/firmware/instruction_timing.h"

#include <cmath>

#include "lib/base/error.h"
#include "lib/firmware/riscv_timing.h"
#include "lib/firmware/thumb_timing.h"

namespace mote {
namespace {

// Every instruction takes the same; `counting` tells them apart.
class AverageTiming : public InstructionTiming {
 public:
  AverageTiming(std::unique_ptr<InstructionTiming> counting, double cycles)
      : counting_(std::move(counting)), cycles_(cycles) {}

  BlockCost cost(const std::vector<uint16_t>& code) const override {
    const int64_t count = counting_->cost(code).instructions;
    return {count, std::llround(static_cast<double>(count) * cycles_), 0};
  }

 private:
  const std::unique_ptr<InstructionTiming> counting_;
  const double cycles_;
};

}  // namespace

std::unique_ptr<InstructionTiming> make_timing(const Target& target) {
  const std::string& name = target.timing;
  if (name.empty()) {
    return std::make_unique<AverageTiming>(
        target.isa == "rv32" ? make_ibex_timing() : make_cortex_m4_timing(),
        target.cycles_per_instruction);
  }
  if (name == "cortex-m0") return make_cortex_m0_timing();
  if (name == "cortex-m3") return make_cortex_m3_timing();
  if (name == "cortex-m4") return make_cortex_m4_timing();
  if (name == "cortex-m7") return make_cortex_m7_timing();
  if (name == "cortex-m55") return make_cortex_m55_timing();
  if (name == "ibex") return make_ibex_timing();
  throw Error("there is no table of timings '" + name + "'",
              "targets/cpu/" + target.cpu + ".toml",
              "Known: cortex-m0, cortex-m3, cortex-m4, cortex-m7, cortex-m55, "
              "ibex; without `timing` cycles_per_instruction counts.");
}

}  // namespace mote
