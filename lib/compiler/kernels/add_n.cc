#include "lib/compiler/kernels/quantization.h"
#include "lib/compiler/kernels/rare_families.h"

namespace mote {
namespace {

constexpr const char* kCounts[] = {"",     "",    "Two",   "Three", "Four",
                                   "Five", "Six", "Seven", "Eight"};
constexpr size_t kMost = std::size(kCounts) - 1;

void append_scales(Step& step, const Tensor& input, const Tensor& output) {
  const Multiplier m =
      quantize_multiplier(2 * input.scale() / ((1 << 20) * output.scale()));
  step.parameters.insert(step.parameters.end(),
                         {{"input_zero_point", int64_t{input.zero_point()}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"multiplier", int64_t{m.multiplier}},
                          {"shift", int64_t{m.shift}}});
}

}  // namespace

Step lower_add_n(const Operator& op, Lowering& lowering) {
  const Tensor& output = lowering.output(op);
  const size_t count = op.inputs.size();
  if (count < 2 || count > kMost) {
    lowering.refuse(op, std::to_string(count) + " inputs",
                    "Add two to eight tensors at a time.");
  }
  const bool int8 = output.type == Type::kInt8;
  if (!int8 && output.type != Type::kFloat32) {
    lowering.refuse(op, type_name(output.type) + " values",
                    "Convert the model to int8 or float32.");
  }
  const Tensor& first = lowering.input(op, 0);
  std::vector<size_t> places;
  for (size_t i = 0; i < count; ++i) {
    const Tensor& input = lowering.input(op, i);
    if (input.type != output.type || input.shape != output.shape ||
        (int8 && (input.scale() != first.scale() ||
                  input.zero_point() != first.zero_point()))) {
      lowering.refuse(op, "'" + input.name + "' is not as the others");
    }
    places.push_back(i);
  }
  Step step = lowering.begin(op, places);
  step.header = "device/nn/add/add_n.h";
  step.sources = {"device/nn/add/add_n.cc"};
  step.kernel = std::string("reference::Add") + kCounts[count] +
                (int8 ? "Int8" : "Float");
  step.parameter_type = int8 ? "AddNParams" : "AddNFloatParams";
  step.parameters = {{"size", output.elements()}};
  if (int8) append_scales(step, first, output);
  step.comment = "add " + std::to_string(count);
  step.cost.instructions = 20 * output.elements();
  return step;
}

}  // namespace mote
