#include "lib/compiler/kernels/lookup_step.h"

namespace mote {

Step lookup_step(const Operator& op, Lowering& lowering,
                 const std::string& comment,
                 const std::function<int32_t(int32_t)>& function) {
  std::vector<int8_t> table;
  for (int value = -128; value < 128; ++value) {
    table.push_back(static_cast<int8_t>(function(value)));
  }
  lowering.require_same_size(op);
  const int64_t size = lowering.output(op).elements();
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::LookupInt8";
  step.parameter_type = "LookupParams";
  step.header = "device/nn/lookup/lookup.h";
  step.sources = {"device/nn/lookup/lookup.cc"};
  step.in_place = true;
  step.parameters = {{"size", size},
                     {"table", lowering.constant("Table", Type::kInt8, table,
                                                 comment + " of -128..127")}};
  step.comment = comment;
  step.cost.instructions = 5 * size;
  return step;
}

}  // namespace mote
