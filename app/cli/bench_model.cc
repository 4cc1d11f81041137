#include "app/cli/bench_model.h"

#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/firmware/hosted_bench.h"
#include "lib/firmware/model_bench.h"
#include "lib/model/golden.h"
#include "lib/model/tflite/model_file.h"
#include "lib/runner/host_bench.h"

namespace mote {
namespace {

constexpr int kGoldenRuns = 4;

ModelInputs golden_inputs(const Model& model) {
  ModelInputs inputs(kGoldenRuns);
  for (int r = 0; r < kGoldenRuns; ++r) {
    for (size_t n = 0; n < model.inputs.size(); ++n) {
      inputs[r].push_back(
          golden_input(model.tensors[model.inputs[n]], static_cast<int>(n), r));
    }
  }
  return inputs;
}

double ratio(int64_t a, int64_t b) {
  return b == 0 ? 0 : static_cast<double>(a) / static_cast<double>(b);
}

nlohmann::json layers_of(const ModelBench& bench) {
  nlohmann::json layers = nlohmann::json::array();
  for (const LayerBench& layer : bench.layers) {
    layers.push_back(
        {{"tensor", layer.tensor},
         {"description", layer.description},
         {"kernel", layer.kernel},
         {"macs", layer.macs},
         {"instructions", layer.instructions},
         {"cycles_estimated", layer.cycles},
         {"share", ratio(layer.instructions, bench.instructions)},
         {"instructions_a_mac", ratio(layer.instructions, layer.macs)}});
  }
  return layers;
}

nlohmann::json document_of(const ModelBench& bench,
                           const ModelBenchOptions& options) {
  return {{"target", options.target},
          {"rounding", options.rounding},
          {"macs", bench.macs},
          {"instructions", bench.instructions},
          {"cycles_estimated", bench.cycles_estimated},
          {"microseconds", bench.microseconds},
          {"flash_bytes", bench.flash_bytes()},
          {"code_bytes", bench.code_bytes},
          {"constants_bytes", bench.constants_bytes},
          {"arena_bytes", bench.arena_bytes},
          {"arena_lower_bound_bytes", bench.arena_lower_bound_bytes},
          {"stack_bytes", bench.stack_bytes},
          {"input_bytes", bench.input_bytes},
          {"output_bytes", bench.output_bytes},
          {"layers", layers_of(bench)}};
}

void print(Console& console, const ModelBench& bench) {
  console.print("{:>12} {:>12} {:>7} {:>7}  {}", "instructions", "cycles",
                "share", "a MAC", "layer");
  for (const LayerBench& layer : bench.layers) {
    console.print(
        "{:>12} {:>12} {:>5.1f} % {:>7}  {} ({})", layer.instructions,
        layer.cycles, 100 * ratio(layer.instructions, bench.instructions),
        layer.macs == 0
            ? ""
            : fmt::format("{:.2f}", ratio(layer.instructions, layer.macs)),
        layer.description, layer.kernel);
  }
  console.print("{:>12} {:>12}  {:>22}  {:.2f} an inference of {} MACs",
                bench.instructions, bench.cycles_estimated, "",
                ratio(bench.instructions, bench.macs), bench.macs);
  console.print(
      "\nReserve flash: {} bytes ({} constants, {} code).\n"
      "Reserve RAM: {} bytes (arena {}, of which none can need less than {}; "
      "stack {}), and the caller's inputs {} and outputs {}.",
      bench.flash_bytes(), bench.constants_bytes, bench.code_bytes,
      bench.arena_bytes + bench.stack_bytes, bench.arena_bytes,
      bench.arena_lower_bound_bytes, bench.stack_bytes, bench.input_bytes,
      bench.output_bytes);
  if (bench.microseconds > 0) {
    console.print("About {:.0f} us at the board's clock.", bench.microseconds);
  }
}

int64_t differences(const Model& model, const ModelInputs& outputs,
                    const std::string& path) {
  int64_t count = 0;
  for (const GoldenRow& row : read_golden(path)) {
    if (row.run >= kGoldenRuns ||
        row.output >= static_cast<int>(model.outputs.size())) {
      throw Error("the file is of another model", path);
    }
    const Tensor& tensor = model.tensors[model.outputs[row.output]];
    count += golden_differences(outputs[row.run][row.output], tensor.type, row);
  }
  return count;
}

// 1 when outputs are to be checked and some are wrong.
int finish(Console& console, nlohmann::json document, const Model& model,
           const ModelInputs& outputs, const std::string& check) {
  int64_t wrong = 0;
  if (!check.empty()) {
    wrong = differences(model, outputs, check);
    document["values_that_differ"] = wrong;
    console.print("{} values differ from {}.", wrong, check);
  }
  console.result(document);
  return wrong == 0 ? 0 : 1;
}

nlohmann::json document_of(const HostBench& bench, const Plan& plan,
                           const ModelBenchOptions& options) {
  nlohmann::json layers = nlohmann::json::array();
  for (const LayerTime& layer : bench.layers) {
    layers.push_back({{"tensor", layer.tensor},
                      {"kernel", layer.kernel},
                      {"description", layer.description},
                      {"macs", layer.macs},
                      {"microseconds", layer.microseconds},
                      {"share", layer.share}});
  }
  return {{"target", plan.target},
          {"rounding", options.rounding},
          {"instruction_set", bench.isa},
          {"macs", plan.total_cost().macs},
          {"arena_bytes", plan.arena_bytes},
          {"constants_bytes", plan.constant_bytes()},
          {"runs", bench.runs},
          {"microseconds", bench.microseconds},
          {"microseconds_median", bench.median_microseconds},
          {"microseconds_p90", bench.p90_microseconds},
          {"layers", layers}};
}

void print(Console& console, const HostBench& bench) {
  console.print("{:>10} {:>7} {:>8}  {}", "us", "share", "MACs/ns", "layer");
  for (const LayerTime& layer : bench.layers) {
    console.print("{:>10.2f} {:>5.1f} % {:>8.1f}  {} ({})", layer.microseconds,
                  100 * layer.share,
                  static_cast<double>(layer.macs) / (1e3 * layer.microseconds),
                  layer.description, layer.kernel);
  }
  console.print(
      "\n{:.2f} us an inference (median {:.2f}, nine in ten under {:.2f}; the "
      "fastest of {} runs, one thread, {}).",
      bench.microseconds, bench.median_microseconds, bench.p90_microseconds,
      bench.runs, bench.isa);
}

// With what the target can tell: instructions or microseconds.
nlohmann::json document_of(const HostedBench& bench,
                           const ModelBenchOptions& options) {
  nlohmann::json document = {
      {"target", options.target},
      {"rounding", options.rounding},
      {"macs", bench.macs},
      {"constants_bytes", bench.constants_bytes},
      {"arena_bytes", bench.arena_bytes},
      {"arena_lower_bound_bytes", bench.arena_lower_bound_bytes},
      {"input_bytes", bench.input_bytes},
      {"output_bytes", bench.output_bytes}};
  if (bench.instructions > 0) document["instructions"] = bench.instructions;
  if (bench.microseconds > 0) document["microseconds"] = bench.microseconds;
  return document;
}

void print(Console& console, const HostedBench& bench, const Target& target) {
  if (bench.instructions > 0) {
    console.print("{} instructions an inference, {:.2f} a MAC, counted by {}.",
                  bench.instructions, ratio(bench.instructions, bench.macs),
                  target.runner);
  }
  if (bench.microseconds > 0) {
    console.print("{:.1f} us an inference, the fastest in {} on this computer.",
                  bench.microseconds, target.runner);
  }
  console.print(
      "Constants {} bytes; arena {}, of which none can need less than {}; the "
      "caller's inputs {} and outputs {}.",
      bench.constants_bytes, bench.arena_bytes, bench.arena_lower_bound_bytes,
      bench.input_bytes, bench.output_bytes);
}

CompileOptions compile_options_of(const ModelBenchOptions& options) {
  CompileOptions result;
  result.keep_channels = options.all_channels;
  if (!options.own_operators.empty()) {
    result.operators = read_own_operators(options.own_operators);
  }
  return result;
}

int bench_on_host(Console& console, const Model& model,
                  const ModelBenchOptions& options) {
  Target target = host_target(options.portable);
  target.rounding = read_rounding(options.rounding);
  const Plan plan = compile(model, target, compile_options_of(options));
  const HostBench bench =
      bench_host(plan, golden_inputs(model), options.seconds);
  print(console, bench);
  return finish(console, document_of(bench, plan, options), model,
                bench.outputs, options.check);
}

}  // namespace

int bench_model_command(Console& console, const CommonOptions& common,
                        const ModelBenchOptions& options) {
  const Model model = read_model_file(options.model);
  if (options.target == "host") return bench_on_host(console, model, options);
  Target target = read_target(options.target);
  if (options.portable) target.isa = "portable";
  target.rounding = read_rounding(options.rounding);
  Run run = console.run(common.threads);
  const Plan plan = compile(model, target, compile_options_of(options));
  if (!target.runner.empty()) {
    const HostedBench bench =
        bench_hosted(plan, target, golden_inputs(model), run);
    print(console, bench, target);
    return finish(console, document_of(bench, options), model, bench.outputs,
                  options.check);
  }
  const ModelBench bench = bench_model(plan, target, golden_inputs(model), run);
  print(console, bench);
  return finish(console, document_of(bench, options), model, bench.outputs,
                options.check);
}

}  // namespace mote
