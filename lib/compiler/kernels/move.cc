// Operators that move values: a step a box.
#include <fmt/format.h>

#include "lib/compiler/boxes.h"
#include "lib/compiler/kernels/families.h"

namespace mote {
namespace {

void append_five(Step& step, const char* name, const int32_t (&values)[5]) {
  for (int d = 0; d < 5; ++d) {
    step.parameters.push_back(
        {fmt::format("{}.{}", name, d), int64_t{values[d]}});
  }
}

std::string describe(const Operator& op) {
  std::string name = operator_name(op);
  for (char& c : name) {
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  }
  return name;
}

// Where the smaller tensor lies in the larger one, if in one piece; else -1.
int64_t piece_offset(const nn::MoveParams& p, int64_t input_bytes,
                     int64_t output_bytes) {
  for (const int32_t size : p.sizes) {
    if (size != 1) return -1;
  }
  if (p.run_bytes == input_bytes) return p.output_offset;
  return p.run_bytes == output_bytes ? p.input_offset : -1;
}

Step step_of(const Operator& op, const BoxMove& move, Lowering& lowering) {
  const nn::MoveParams& p = move.params;
  Step step = lowering.begin(op, {move.input});
  step.layer = lowering.output(op, move.output).name;
  step.output_tensors = {op.outputs[move.output]};
  step.kernel = "reference::MoveBytes";
  step.parameter_type = "MoveParams";
  step.header = "device/nn/move/move.h";
  step.sources = {"device/nn/move/move.cc"};
  step.untyped = true;
  append_five(step, "sizes", p.sizes);
  append_five(step, "input_strides", p.input_strides);
  append_five(step, "output_strides", p.output_strides);
  step.parameters.push_back({"input_offset", int64_t{p.input_offset}});
  step.parameters.push_back({"output_offset", int64_t{p.output_offset}});
  step.parameters.push_back({"run_bytes", int64_t{p.run_bytes}});
  int64_t runs = 1;
  for (const int32_t size : p.sizes) runs *= size;
  step.piece_offset_bytes =
      piece_offset(p, lowering.input(op, move.input).bytes(),
                   lowering.output(op, move.output).bytes());
  step.comment = describe(op);
  step.cost.instructions = runs * (12 + 4 * p.run_bytes);
  return step;
}

Step fill_step(const Operator& op, const Lowering& lowering, int64_t byte) {
  Step step = lowering.begin(op, {});
  step.kernel = "reference::FillBytes";
  step.parameter_type = "FillParams";
  step.header = "device/nn/fill/fill.h";
  step.sources = {"device/nn/fill/fill.cc"};
  step.untyped = true;
  step.parameters = {{"size_bytes", lowering.output(op).bytes()},
                     {"byte", byte}};
  step.comment = "fill";
  step.cost.instructions = 3 * lowering.output(op).bytes();
  return step;
}

}  // namespace

Step lower_fill(const Operator& op, Lowering& lowering) {
  lowering.require_same_size(op);
  return fill_step(op, lowering, 0);
}

Step lower_space_to_batch(const Operator& op, Lowering& lowering) {
  const Tensor& output = lowering.output(op);
  // The border first: real zero.
  if (output.elements() > lowering.input(op, 0).elements()) {
    lowering.add(fill_step(op, lowering,
                           output.type == Type::kInt8 && output.quantized()
                               ? output.zero_point()
                               : 0));
  }
  return lower_move(op, lowering);
}

Step lower_move(const Operator& op, Lowering& lowering) {
  const std::vector<BoxMove> moves = box_moves(lowering.model(), op);
  if (moves.empty()) lowering.refuse(op, "it moves no values");
  for (size_t i = 0; i + 1 < moves.size(); ++i) {
    lowering.add(step_of(op, moves[i], lowering));
  }
  return step_of(op, moves.back(), lowering);
}

}  // namespace mote
