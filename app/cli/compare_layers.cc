#include "app/cli/compare_layers.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "app/cli/console.h"
#include "lib/base/file.h"
#include "lib/firmware/layer_comparison.h"
#include "lib/model/tflite/model_file.h"

namespace mote {
namespace {

// Below so much of signal over noise a tensor is said to have left float's.
constexpr double kFarDb = 10;

std::vector<uint8_t> random_values(const Tensor& tensor, std::mt19937& random) {
  std::vector<uint8_t> bytes(static_cast<size_t>(tensor.bytes()));
  if (tensor.type == Type::kFloat32) {
    for (size_t i = 0; i < bytes.size(); i += sizeof(float)) {
      const float value = static_cast<float>(random() / 2147483648.0 - 1);
      std::memcpy(&bytes[i], &value, sizeof(value));
    }
    return bytes;
  }
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
  return bytes;
}

ModelInput read_input(const Model& model, const CompareOptions& options) {
  std::mt19937 random(static_cast<unsigned>(options.seed));
  std::vector<uint8_t> file;
  if (!options.input.empty()) file = read_bytes(options.input);
  ModelInput input;
  size_t at = 0;
  for (const int t : model.inputs) {
    const Tensor& tensor = model.tensors[t];
    const auto size = static_cast<size_t>(tensor.bytes());
    if (options.input.empty()) {
      input.push_back(random_values(tensor, random));
      continue;
    }
    if (at + size > file.size()) break;
    input.emplace_back(file.begin() + static_cast<std::ptrdiff_t>(at),
                       file.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
  }
  if (input.size() != model.inputs.size() || at != file.size()) {
    throw Error(
        fmt::format("{} bytes are not all inputs of the model", file.size()),
        options.input, "Give their raw values, one after the other.");
  }
  return input;
}

std::string text(const std::optional<TensorDifference>& difference) {
  if (!difference) return "-";
  if (difference->values == 0) return "0";
  return fmt::format("{} (by {:g})", difference->values,
                     difference->most_steps);
}

nlohmann::json json(const std::optional<TensorDifference>& difference) {
  if (!difference) return nullptr;
  return {{"values", difference->values},
          {"most_steps", difference->most_steps}};
}

nlohmann::json json(const std::optional<double>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

nlohmann::json reason(const std::string& text) {
  return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

nlohmann::json name(const ComparedTensor* tensor) {
  return tensor ? nlohmann::json(tensor->name) : nlohmann::json();
}

void print_table(Console& console, const LayerComparison& comparison) {
  console.print("{:>14} {:>14} {:>8} {:>10}  {}", "target", "LiteRT", "SNR dB",
                "RMS error", "operator, tensor");
  for (const ComparedTensor& row : comparison.tensors) {
    const auto number = [](const std::optional<double>& value) {
      return value ? fmt::format("{:.3g}", *value) : std::string("-");
    };
    console.print("{:>14} {:>14} {:>8} {:>10}  {} '{}'", text(row.target),
                  text(row.litert), number(row.signal_to_noise_db),
                  number(row.rms_error), row.operation, row.name);
  }
}

// What the dashes of the table stand for.
void print_legend(Console& console, const LayerComparison& comparison) {
  const auto lacks = [&](auto member) {
    return std::ranges::any_of(comparison.tensors,
                               [&](const auto& row) { return !(row.*member); });
  };
  if (lacks(&ComparedTensor::target)) {
    console.print(
        "-  target: the compiler has removed the tensor, or channels of it "
        "(--explain)");
  }
  if (lacks(&ComparedTensor::litert) && comparison.no_litert.empty()) {
    console.print("-  LiteRT: the tensor is not made with its rounding");
  }
  if (!comparison.no_litert.empty()) {
    console.print("-  LiteRT: its rounding was not computed: {}",
                  comparison.no_litert);
  }
  if (!comparison.no_float.empty()) {
    console.print("-  SNR, RMS error: float was not computed: {}",
                  comparison.no_float);
  } else if (lacks(&ComparedTensor::rms_error)) {
    console.print(
        "-  SNR, RMS error: the tensor has no scale, or float does not make "
        "it");
  }
}

void print_first(Console& console, const LayerComparison& comparison,
                 const Target& target) {
  const char* order = target.rounding == Rounding::kLitert ? "LiteRT" : "TFLM";
  if (const ComparedTensor* first = comparison.first_on_target()) {
    console.print(
        "\nThe target differs from {} first in '{}', made by {}: {} values, by "
        "up to {:g}.",
        order, first->name, first->operation, first->target->values,
        first->target->most_steps);
  } else {
    console.print("\nThe target equals {} in every tensor.", order);
  }
  if (const ComparedTensor* first = comparison.first_in_litert()) {
    console.print("LiteRT rounds otherwise first in '{}', made by {}.",
                  first->name, first->operation);
  }
  if (const ComparedTensor* first = comparison.first_far_from_float(kFarDb)) {
    console.print(
        "The numbers leave float's first in '{}', made by {}: {:.1f} dB.",
        first->name, first->operation, *first->signal_to_noise_db);
  }
}

nlohmann::json document(const LayerComparison& comparison,
                        const Target& target) {
  nlohmann::json tensors = nlohmann::json::array();
  for (const ComparedTensor& row : comparison.tensors) {
    tensors.push_back({{"tensor", row.name},
                       {"operator", row.operation},
                       {"type", type_name(row.type)},
                       {"shape", row.shape},
                       {"target", json(row.target)},
                       {"litert", json(row.litert)},
                       {"signal_to_noise_db", json(row.signal_to_noise_db)},
                       {"rms_error", json(row.rms_error)}});
  }
  const ComparedTensor* far = comparison.first_far_from_float(kFarDb);
  return {
      {"target", target.name},
      {"rounding", target.rounding == Rounding::kLitert ? "litert" : "tflm"},
      {"first_on_target", name(comparison.first_on_target())},
      {"first_in_litert", name(comparison.first_in_litert())},
      {"first_far_from_float", name(far)},
      {"no_float", reason(comparison.no_float)},
      {"no_litert", reason(comparison.no_litert)},
      {"tensors", tensors}};
}

}  // namespace

int compare_layers_command(Console& console, const CommonOptions& common,
                           const Model& model, const Target& target,
                           const CompileOptions& compile_options,
                           const CompareOptions& options) {
  const ModelInput input = read_input(model, options);
  std::optional<Model> real;
  if (!options.real_model.empty()) real = read_model_file(options.real_model);
  Run run = console.run(common.threads);
  const LayerComparison comparison = compare_layers(
      model, compile_to_compare(model, target, compile_options), target, input,
      real ? &*real : nullptr, run, compile_options);
  print_table(console, comparison);
  print_legend(console, comparison);
  print_first(console, comparison, target);
  console.result(document(comparison, target));
  return comparison.first_on_target() ? 1 : 0;
}

}  // namespace mote
