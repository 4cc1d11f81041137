#include "lib/firmware/layer_comparison.h"

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/firmware/tensor_trace.h"
#include "lib/model/quantize/dequantize.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

constexpr double kNoNoiseDb = 200;

// Names tensors without a name by their number: they are found by it.
Model named(Model model) {
  for (size_t i = 0; i < model.tensors.size(); ++i) {
    std::string& name = model.tensors[i].name;
    if (name.empty()) name = "tensor " + std::to_string(i);
  }
  return model;
}

// Whether the tensor holds values that can be compared.
bool has_values(const Tensor& tensor) {
  return type_bytes(tensor.type) > 0 && !tensor.constant();
}

TensorValues run_plan(Plan plan, const ModelInput& input) {
  PlanRunner runner(std::move(plan));
  const Model& model = runner.plan().model;
  std::vector<std::vector<std::byte>> outputs;
  for (const int t : model.outputs) {
    outputs.emplace_back(static_cast<size_t>(model.tensors[t].bytes()));
  }
  std::vector<std::span<const std::byte>> in;
  for (const auto& bytes : input) in.push_back(std::as_bytes(std::span(bytes)));
  runner.run(in,
             std::vector<std::span<std::byte>>(outputs.begin(), outputs.end()));
  TensorValues values;
  for (const Operator& op : model.operators) {
    for (const int t : op.outputs) {
      if (!has_values(model.tensors[t])) continue;
      const auto bytes = runner.tensor(t);
      const auto* from = reinterpret_cast<const uint8_t*>(bytes.data());
      values[model.tensors[t].name].assign(from, from + bytes.size());
    }
  }
  return values;
}

TensorValues run_here(const Model& model, Rounding rounding,
                      const CompileOptions& options, const ModelInput& input) {
  Target target = host_target(true);
  target.rounding = rounding;
  CompileOptions keeping = options;
  keeping.keep_tensors = true;
  return run_plan(compile(model, target, keeping), input);
}

// Each input in the float model's own type.
ModelInput real_input(const Model& model, const Model& real,
                      const ModelInput& input) {
  if (real.inputs.size() != input.size()) {
    throw Error("the float model has another number of inputs", real.name);
  }
  ModelInput converted;
  for (size_t i = 0; i < input.size(); ++i) {
    const Tensor& from = model.tensors[model.inputs[i]];
    const Tensor& to = real.tensors[real.inputs[i]];
    if (to.type != Type::kFloat32 || from.type == Type::kFloat32 ||
        !from.quantized()) {
      converted.push_back(input[i]);
      continue;
    }
    const std::vector<float> values =
        real_values(from, input[i].data(), input[i].size());
    const auto* bytes = reinterpret_cast<const uint8_t*>(values.data());
    converted.emplace_back(bytes, bytes + values.size() * sizeof(float));
  }
  return converted;
}

TensorDifference difference(const Tensor& tensor, const std::vector<uint8_t>& a,
                            const std::vector<uint8_t>& b) {
  Tensor steps = tensor;  // real values are then the integers themselves
  steps.quantization = {{1}, {0}, 0};
  const std::vector<float> x = real_values(steps, a.data(), a.size());
  const std::vector<float> y = real_values(steps, b.data(), b.size());
  double largest = 0;
  for (const float value : x) {
    largest = std::max(largest, std::abs(double{value}));
  }
  const double allowed = tensor.type == Type::kFloat32 ? 1e-5 * largest : 0;
  TensorDifference result;
  for (size_t i = 0; i < x.size(); ++i) {
    const double distance = std::abs(double{x[i]} - double{y[i]});
    if (!(distance <= allowed)) ++result.values;
    result.most_steps = std::max(result.most_steps, distance);
  }
  return result;
}

void compare_with_float(const Tensor& tensor,
                        const std::vector<uint8_t>& quantized,
                        const std::vector<uint8_t>& real,
                        ComparedTensor& compared) {
  if (tensor.type != Type::kFloat32 && !tensor.quantized()) return;
  const std::vector<float> x =
      real_values(tensor, quantized.data(), quantized.size());
  if (real.size() != x.size() * sizeof(float) || x.empty()) return;
  Tensor floats;
  const std::vector<float> y = real_values(floats, real.data(), real.size());
  double signal = 0, noise = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    signal += double{y[i]} * y[i];
    noise += (double{x[i]} - y[i]) * (double{x[i]} - y[i]);
  }
  compared.rms_error = std::sqrt(noise / static_cast<double>(x.size()));
  const double ratio = noise > 0 ? signal / noise : HUGE_VAL;
  compared.signal_to_noise_db =
      std::clamp(10 * std::log10(ratio), -kNoNoiseDb, kNoNoiseDb);
}

bool comparable(const Tensor& tensor) {
  switch (tensor.type) {
    case Type::kFloat32:
    case Type::kInt8:
    case Type::kUint8:
    case Type::kInt16:
    case Type::kInt32:
    case Type::kInt64:
      return has_values(tensor);
    default:
      return false;
  }
}

// The ways to compute the tensors; those that could not be are empty.
struct Ways {
  TensorValues real, tflm, litert, target;
};

std::vector<ComparedTensor> compare_all(const Model& model, const Ways& ways,
                                        Rounding rounding) {
  std::vector<ComparedTensor> result;
  const TensorValues& expected =
      rounding == Rounding::kLitert ? ways.litert : ways.tflm;
  for (const Operator& op : model.operators) {
    for (const int t : op.outputs) {
      const Tensor& tensor = model.tensors[t];
      const auto tflm = ways.tflm.find(tensor.name);
      if (!comparable(tensor) || tflm == ways.tflm.end()) continue;
      if (static_cast<int64_t>(tflm->second.size()) != tensor.bytes()) continue;
      ComparedTensor row;
      row.name = tensor.name;
      row.operation = operator_name(op);
      row.type = tensor.type;
      row.shape = tensor.shape;
      const auto compare =
          [&](const TensorValues& a,
              const TensorValues& b) -> std::optional<TensorDifference> {
        const auto x = a.find(tensor.name), y = b.find(tensor.name);
        if (x == a.end() || y == b.end()) return std::nullopt;
        if (x->second.size() != y->second.size()) return std::nullopt;
        return difference(tensor, x->second, y->second);
      };
      row.litert = compare(ways.tflm, ways.litert);
      row.target = compare(expected, ways.target);
      const auto real = ways.real.find(tensor.name);
      if (real != ways.real.end()) {
        compare_with_float(tensor, tflm->second, real->second, row);
      }
      result.push_back(std::move(row));
    }
  }
  return result;
}

// Runs `way`, or says in `why` what hindered it.
template <typename Way>
TensorValues attempt(Way way, std::string& why) {
  try {
    return way();
  } catch (const Stopped&) {
    throw;
  } catch (const Error& error) {
    why = error.what();
    return {};
  }
}

const ComparedTensor* first_with(
    const std::vector<ComparedTensor>& tensors,
    std::optional<TensorDifference> ComparedTensor::*which) {
  for (const ComparedTensor& tensor : tensors) {
    if (tensor.*which && (tensor.*which)->values > 0) return &tensor;
  }
  return nullptr;
}

}  // namespace

const ComparedTensor* LayerComparison::first_on_target() const {
  return first_with(tensors, &ComparedTensor::target);
}

const ComparedTensor* LayerComparison::first_in_litert() const {
  return first_with(tensors, &ComparedTensor::litert);
}

const ComparedTensor* LayerComparison::first_far_from_float(
    double decibels) const {
  for (const ComparedTensor& tensor : tensors) {
    if (tensor.signal_to_noise_db.value_or(kNoNoiseDb) < decibels) {
      return &tensor;
    }
  }
  return nullptr;
}

Plan compile_to_compare(const Model& model, const Target& target,
                        CompileOptions options) {
  if (!target.qemu_program.empty()) {
    return compile(named(model), target, options);
  }
  Target host = host_target();
  host.rounding = target.rounding;
  options.keep_tensors = true;
  return compile(named(model), host, options);
}

LayerComparison compare_layers(const Model& given, const Plan& plan,
                               const Target& target, const ModelInput& input,
                               const Model* real, Run& run,
                               const CompileOptions& options) {
  const Model model = named(given);
  LayerComparison comparison;
  Ways ways;
  ways.tflm = run_here(model, Rounding::kTflm, options, input);
  ways.litert = attempt(
      [&] { return run_here(model, Rounding::kLitert, options, input); },
      comparison.no_litert);
  ways.real = attempt(
      [&] {
        const Model floats = dequantize(named(real ? *real : given));
        return run_here(floats, Rounding::kTflm, options,
                        real_input(model, floats, input));
      },
      comparison.no_float);
  ways.target = target.qemu_program.empty()
                    ? run_plan(plan, input)
                    : trace_tensors(plan, target, input, run);
  comparison.tensors = compare_all(model, ways, target.rounding);
  return comparison;
}

}  // namespace mote
