#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/compare_layers.h"
#include "app/cli/console.h"
#include "lib/base/file.h"
#include "lib/compiler/emit/emit.h"
#include "lib/compiler/explain/describe_memory.h"
#include "lib/compiler/explain/describe_model.h"
#include "lib/compiler/kernels/operators_page.h"
#include "lib/model/tflite/model_file.h"

namespace mote {
namespace {

struct CompileCommandOptions {
  std::string model, target = "qemu-cortex-m4", output, name;
  std::string rounding = "tflm", own_operators;
  bool operators = false, explain = false, compare = false;
  CompareOptions comparison;
};

nlohmann::json layers_of(const Plan& plan) {
  nlohmann::json layers = nlohmann::json::array();
  for (const Step& step : plan.steps) {
    if (!step.is_call()) continue;
    layers.push_back({{"tensor", step.layer},
                      {"kernel", step.kernel},
                      {"description", step.comment},
                      {"macs", step.cost.macs},
                      {"instructions_estimated", step.cost.instructions},
                      {"scratch_bytes", step.cost.scratch_bytes}});
  }
  return layers;
}

void print_plan(Console& console, const Plan& plan, const std::string& output) {
  console.print("{:>12} {:>12}  {}", "MACs", "instructions", "layer");
  for (const Step& step : plan.steps) {
    if (!step.is_call()) continue;
    console.print("{:>12} {:>12}  {} ({})", step.cost.macs,
                  step.cost.instructions, step.comment, step.kernel);
  }
  const StepCost total = plan.total_cost();
  console.print("{:>12} {:>12}  in all, instructions estimated", total.macs,
                total.instructions);
  console.print(
      "\nArena {} bytes (no placement needs less than {}), constants {} bytes, "
      "code about {} bytes.",
      plan.arena_bytes, plan.arena_lower_bound_bytes, plan.constant_bytes(),
      plan.code_bytes());
  console.print("C++ for {} in {}: compile it with -I{}.", plan.target, output,
                output);
}

void print_passes(Console& console, const std::vector<PassResult>& passes) {
  for (const PassResult& pass : passes) {
    const bool shown = pass.changed || pass.pass == "model";
    console.print("{}{}", pass.pass, shown ? ":" : ": changes nothing");
    if (!pass.note.empty()) console.print("({})", pass.note);
    if (shown) console.print("{}", pass.text);
  }
}

nlohmann::json explanation_of(const std::vector<PassResult>& passes,
                              const Plan& plan) {
  nlohmann::json result = {{"passes", nlohmann::json::array()},
                           {"memory", nlohmann::json::array()}};
  for (const PassResult& pass : passes) {
    result["passes"].push_back({{"pass", pass.pass},
                                {"changed", pass.changed},
                                {"note", pass.note},
                                {"text", pass.text}});
  }
  for (const MemoryUse& use : memory_map(plan)) {
    result["memory"].push_back({{"name", use.name},
                                {"offset_bytes", use.offset_bytes},
                                {"size_bytes", use.size_bytes},
                                {"first_step", use.first_step},
                                {"last_step", use.last_step},
                                {"over", use.over}});
  }
  return result;
}

int print_operators(Console& console) {
  std::string page = operators_page();
  page.pop_back();  // print() ends the line
  console.print("{}", page);
  console.result({{"markdown", page}});
  return 0;
}

Target target_of(const CompileCommandOptions& options) {
  Target target = read_target(options.target);
  target.rounding = read_rounding(options.rounding);
  return target;
}

CompileOptions compile_options_of(const CompileCommandOptions& options) {
  CompileOptions result;
  if (!options.own_operators.empty()) {
    result.operators = read_own_operators(options.own_operators);
  }
  return result;
}

int compare_model(Console& console, const CommonOptions& common,
                  const CompileCommandOptions& options) {
  return compare_layers_command(console, common, read_model_file(options.model),
                                target_of(options), compile_options_of(options),
                                options.comparison);
}

int compile_model(Console& console, const CompileCommandOptions& options) {
  const fs::path path = options.model;
  EmitOptions emit_options;
  emit_options.name =
      options.name.empty() ? path.stem().string() : options.name;
  const std::string output =
      options.output.empty() ? emit_options.name : options.output;
  const Model model = read_model_file(path);
  const Plan plan =
      compile_to_folder(model, target_of(options), output, emit_options,
                        compile_options_of(options));
  std::vector<PassResult> passes;
  if (options.explain) {
    passes = explain_passes(model);
    passes.push_back(explain_fusion(plan));
    print_passes(console, passes);
    console.print("memory:\n{}", describe_memory(plan));
  }
  print_plan(console, plan, output);
  const StepCost total = plan.total_cost();
  nlohmann::json result = {
      {"target", plan.target},
      {"rounding", options.rounding},
      {"output", output},
      {"macs", total.macs},
      {"instructions_estimated", total.instructions},
      {"arena_bytes", plan.arena_bytes},
      {"arena_lower_bound_bytes", plan.arena_lower_bound_bytes},
      {"constants_bytes", plan.constant_bytes()},
      {"code_bytes_estimated", plan.code_bytes()},
      {"layers", layers_of(plan)}};
  if (options.explain) result.update(explanation_of(passes, plan));
  console.result(result);
  return 0;
}

}  // namespace

void compile_command(Arguments& arguments) {
  auto options = std::make_shared<CompileCommandOptions>();
  arguments.positional("MODEL", options->model,
                       "a .tflite file, or source with it as an array", false);
  arguments.option("--target", options->target,
                   "a folder of targets/board (qemu-cortex-m4)");
  arguments.option("--output", options->output,
                   "folder for the C++ (named as the model)");
  arguments.option("--name", options->name,
                   "of files and class (the model file's)");
  arguments.flag("--explain", options->explain,
                 "print the model after each pass, and the memory map");
  arguments.choice("--rounding", options->rounding, {"tflm", "litert"},
                   "whose integers (tflm)");
  arguments.flag("--operators", options->operators,
                 "list the operators that mote knows (docs/operators.md)");
  arguments.option("--own-operators", options->own_operators,
                   "folder with custom operators (docs/add_a_kernel.md)");
  arguments.flag("--compare", options->compare,
                 "write nothing; compare float, int8 and target by layer");
  arguments.option("--input", options->comparison.input,
                   "with --compare: raw input values (random ones)");
  arguments.option("--seed", options->comparison.seed,
                   "with --compare: of random values (1)");
  arguments.option("--float", options->comparison.real_model,
                   "with --compare: the model before quantization");
  arguments.examples(
      "  mote compile model.tflite --output firmware/model\n"
      "  mote compile model.tflite --target qemu-cortex-m4 --json\n"
      "  mote compile model.tflite --explain\n"
      "  mote compile model.tflite --compare --target qemu-cortex-m4\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    if (options->operators) return print_operators(console);
    if (options->model.empty()) {
      throw UsageError("no model was given", "mote compile",
                       "Give a .tflite file: mote compile model.tflite");
    }
    return options->compare ? compare_model(console, common, *options)
                            : compile_model(console, *options);
  });
}

}  // namespace mote
