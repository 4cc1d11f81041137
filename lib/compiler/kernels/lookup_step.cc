#include "lib/compiler/kernels/lookup_step.h"

namespace mote {

namespace {

Location table_of(const std::string& role, const std::string& comment,
                  const std::function<int32_t(int32_t)>& function,
                  Lowering& lowering) {
  std::vector<int8_t> table;
  for (int value = -128; value < 128; ++value) {
    table.push_back(static_cast<int8_t>(function(value)));
  }
  return lowering.constant(role, Type::kInt8, table, comment + " of -128..127");
}

}  // namespace

Step two_lookups_step(const Operator& op, Lowering& lowering,
                      const std::string& comment, int64_t first_size,
                      const std::function<int32_t(int32_t)>& first_function,
                      const std::function<int32_t(int32_t)>& function) {
  const int64_t size = lowering.output(op).elements();
  if (first_size == 0) return lookup_step(op, lowering, comment, function);
  if (first_size == size) {
    return lookup_step(op, lowering, comment, first_function);
  }
  Step step = lookup_step(op, lowering, comment, function);
  const ParameterField table = step.parameters.back();
  step.kernel = "reference::TwoLookupsInt8";
  step.parameter_type = "TwoLookupsParams";
  step.sources = {"device/nn/lookup/two_lookups.cc"};
  step.parameters = {{"size", size},
                     {"first_size", first_size},
                     {"first_table", table_of("FirstTable", comment,
                                              first_function, lowering)},
                     table};
  return step;
}

Step lookup_step(const Operator& op, Lowering& lowering,
                 const std::string& comment,
                 const std::function<int32_t(int32_t)>& function) {
  lowering.require_same_size(op);
  const int64_t size = lowering.output(op).elements();
  Step step = lowering.begin(op, {0});
  step.kernel = "reference::LookupInt8";
  step.parameter_type = "LookupParams";
  step.header = "device/nn/lookup/lookup.h";
  step.sources = {"device/nn/lookup/lookup.cc"};
  step.in_place = true;
  step.parameters = {{"size", size},
                     {"table", table_of("Table", comment, function, lowering)}};
  step.comment = comment;
  step.cost.instructions = 5 * size;
  return step;
}

}  // namespace mote
