#include <algorithm>

#include "lib/compiler/kernels/armv7em.h"
#include "lib/compiler/kernels/armv7em_add.h"
#include "lib/compiler/kernels/broadcast_add.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/fused_add.h"
#include "lib/compiler/kernels/mve.h"
#include "lib/compiler/kernels/quantization.h"
#include "lib/compiler/kernels/staggered.h"
#include "lib/compiler/kernels/tabulated_add.h"
#include "lib/compiler/kernels/wide.h"

namespace mote {
namespace {

constexpr int kFractionBits = 20;

// Whether `smaller`, repeated along the leading dimensions, covers `larger`.
bool repeats(const Tensor& smaller, const Tensor& larger) {
  std::vector<int> shape = smaller.shape;
  while (!shape.empty() && shape.front() == 1) shape.erase(shape.begin());
  return shape.size() <= larger.shape.size() &&
         std::equal(shape.rbegin(), shape.rend(), larger.shape.rbegin());
}

nn::AddParams params_of(const Tensor& first, const Tensor& second,
                        const Tensor& output, const Multiplier& a,
                        const Multiplier& b, const Multiplier& sum,
                        const ActivationRange& range) {
  return {0,
          0,
          first.zero_point(),
          a.multiplier,
          a.shift,
          second.zero_point(),
          b.multiplier,
          b.shift,
          output.zero_point(),
          sum.multiplier,
          sum.shift,
          range.min,
          range.max};
}

void use_short_add(Step& step, const Target& target, int64_t size,
                   const ShortAdd& add) {
  const bool vectors = has_mve(target);
  step.kernel = vectors ? "mve::ShortAddInt8" : "armv7em::ShortAddInt8";
  step.header = "device/nn/add/short_add.h";
  step.sources = {vectors ? "device/nn/add/short_add_mve.cc"
                          : "device/nn/add/short_add_armv7em.cc"};
  step.parameter_type = "ShortAddParams";
  step.parameters = {{"size", size},
                     {"first_multiplier", int64_t{add.first_multiplier}},
                     {"second_multiplier", int64_t{add.second_multiplier}},
                     {"offset", int64_t{add.offset}}};
  step.cost.instructions = (vectors ? 2 : 7) * size;
}

// The fastest kernel for these scales; all but the portable one want inputs of
// one shape and scales that shrink.
void choose_kernel(Step& step, const Target& target, bool one_shape,
                   bool shrink) {
  step.kernel = "reference::AddInt8";
  if (!one_shape || !shrink) return;
  if (has_armv7em(target)) {
    step.kernel = "armv7em::AddInt8";
    step.sources = {"device/nn/add/add_armv7em.cc"};
  } else if (has_avx2(target)) {
    step.kernel = "avx2::AddInt8";
    step.sources = {"device/nn/add/add_avx2.cc"};
  } else if (has_neon(target)) {
    step.kernel = "neon::AddInt8";
    step.sources = {"device/nn/add/add_neon.cc"};
  }
}

bool append_fused(Step& step, const Target& target,
                  const Int8Addition& addition) {
  const bool rounded = has_simd128(target);
  const auto fused = prove_fused_add(
      addition, rounded ? FloatProduct::kRounded : FloatProduct::kFused);
  if (!fused) return false;
  step.kernel = rounded ? "simd128::ScaledAddInt8" : "avx2::FusedAddInt8";
  step.header = "device/nn/add/fused_add.h";
  step.sources = {rounded ? "device/nn/add/scaled_add_simd128.cc"
                          : "device/nn/add/fused_add_avx2.cc"};
  step.parameter_type = "FusedAddParams";
  step.parameters = {step.parameters[0],  // size
                     {"activation_min", int64_t{addition.range.min}},
                     {"activation_max", int64_t{addition.range.max}},
                     {"first_scale", double{fused->first_scale}},
                     {"second_scale", double{fused->second_scale}},
                     {"offset", double{fused->offset}}};
  return true;
}

// Fills in the step where tables do it, on processors that gain from them.
bool append_tables(Step& step, Lowering& lowering, const nn::AddParams& p) {
  if (!has_staggered(lowering.target())) return false;
  const auto tables = tabulate_add(p);
  if (!tables) return false;
  const auto constant = [&](const char* role,
                            const std::vector<int32_t>& values) {
    return lowering.constant(role, Type::kInt32, values,
                             "what each value adds to an output");
  };
  step.kernel = "tabulated::AddInt8";
  step.parameter_type = "TabulatedAddParams";
  step.header = "device/nn/add/tabulated_add.h";
  step.sources = {"device/nn/add/tabulated_add.cc"};
  step.parameters = {step.parameters[0],  // size
                     {"shift", int64_t{tables->shift}},
                     {"activation_min", int64_t{p.activation_min}},
                     {"activation_max", int64_t{p.activation_max}},
                     {"first", constant("FirstTable", tables->first)},
                     {"second", constant("SecondTable", tables->second)}};
  step.cost.instructions = 16 * std::get<int64_t>(step.parameters[0].value);
  return true;
}

void append_int8(Step& step, Lowering& lowering, const Tensor& first,
                 const Tensor& second, const Tensor& output,
                 Activation activation) {
  const Target& target = lowering.target();
  const double common = 2 * std::max(first.scale(), second.scale());
  const Multiplier a = quantize_multiplier(first.scale() / common);
  const Multiplier b = quantize_multiplier(second.scale() / common);
  const Multiplier sum =
      quantize_multiplier(common / ((1 << kFractionBits) * output.scale()));
  const ActivationRange range = activation_range(activation, output);
  const bool one_shape = first.elements() == second.elements();
  if (one_shape && (has_avx2(target) || has_simd128(target))) {
    const Int8Addition addition{first.zero_point(),
                                second.zero_point(),
                                output.zero_point(),
                                a,
                                b,
                                sum,
                                first.scale() / output.scale(),
                                second.scale() / output.scale(),
                                range};
    if (append_fused(step, target, addition)) return;
  }
  if (has_armv7em(target) && one_shape) {
    const auto add =
        find_short_add(params_of(first, second, output, a, b, sum, range));
    if (add) {
      use_short_add(step, target, first.elements(), *add);
      return;
    }
  }
  const bool shrink = a.shift <= 0 && b.shift <= 0 && sum.shift <= 0;
  if (one_shape && shrink &&
      append_tables(step, lowering,
                    params_of(first, second, output, a, b, sum, range))) {
    return;
  }
  choose_kernel(step, target, one_shape, shrink);
  step.parameter_type = "AddParams";
  step.parameters.insert(step.parameters.end(),
                         {{"first_zero_point", int64_t{first.zero_point()}},
                          {"first_multiplier", int64_t{a.multiplier}},
                          {"first_shift", int64_t{a.shift}},
                          {"second_zero_point", int64_t{second.zero_point()}},
                          {"second_multiplier", int64_t{b.multiplier}},
                          {"second_shift", int64_t{b.shift}},
                          {"output_zero_point", int64_t{output.zero_point()}},
                          {"output_multiplier", int64_t{sum.multiplier}},
                          {"output_shift", int64_t{sum.shift}},
                          {"activation_min", int64_t{range.min}},
                          {"activation_max", int64_t{range.max}}});
}

}  // namespace

Step lower_add(const Operator& op, Lowering& lowering) {
  const Tensor* first = &lowering.input(op, 0);
  const Tensor* second = &lowering.input(op, 1);
  const Tensor& output = lowering.output(op);
  const bool swapped = first->elements() < second->elements();
  if (swapped) std::swap(first, second);
  const bool byte_or_float =
      output.type == Type::kInt8 || output.type == Type::kFloat32;
  if (!byte_or_float || first->elements() != output.elements() ||
      !repeats(*second, *first)) {
    return broadcast_add(op, lowering, false);
  }
  Step step = swapped ? lowering.begin(op, {1, 0}) : lowering.begin(op, {0, 1});
  step.header = "device/nn/add/add.h";
  step.sources = {"device/nn/add/add.cc"};
  step.in_place = true;
  step.parameters = {{"size", output.elements()},
                     {"second_size", second->elements()}};
  step.comment = "add" + describe(op.options.activation);
  step.cost.instructions = 40 * output.elements();
  if (output.type == Type::kInt8) {
    append_int8(step, lowering, *first, *second, output, op.options.activation);
  } else {
    const FloatRange range = float_activation_range(op.options.activation);
    step.kernel = "reference::AddFloat";
    if (has_avx2(lowering.target()) &&
        first->elements() == second->elements()) {
      step.kernel = "avx2::AddFloat";
      step.sources = {"device/nn/add/add_float_avx2.cc"};
    }
    step.parameter_type = "AddFloatParams";
    step.parameters.push_back({"activation_min", double{range.min}});
    step.parameters.push_back({"activation_max", double{range.max}});
  }
  return step;
}

}  // namespace mote
