#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "lib/base/file.h"
#include "lib/compiler/emit/emit.h"
#include "lib/compiler/kernels/operators_page.h"
#include "lib/model/tflite/model_file.h"

namespace mote {
namespace {

struct CompileCommandOptions {
  std::string model, target = "qemu-cortex-m4", output, name;
  bool operators = false;
};

nlohmann::json layers_of(const Plan& plan) {
  nlohmann::json layers = nlohmann::json::array();
  for (const Step& step : plan.steps) {
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

int print_operators(Console& console) {
  std::string page = operators_page();
  page.pop_back();  // print() ends the line
  console.print("{}", page);
  console.result({{"markdown", page}});
  return 0;
}

int compile_model(Console& console, const CompileCommandOptions& options) {
  const fs::path path = options.model;
  EmitOptions emit_options;
  emit_options.name =
      options.name.empty() ? path.stem().string() : options.name;
  const std::string output =
      options.output.empty() ? emit_options.name : options.output;
  const Plan plan = compile_to_folder(
      read_model_file(path), read_target(options.target), output, emit_options);
  print_plan(console, plan, output);
  const StepCost total = plan.total_cost();
  console.result({{"target", plan.target},
                  {"output", output},
                  {"macs", total.macs},
                  {"instructions_estimated", total.instructions},
                  {"arena_bytes", plan.arena_bytes},
                  {"arena_lower_bound_bytes", plan.arena_lower_bound_bytes},
                  {"constants_bytes", plan.constant_bytes()},
                  {"code_bytes_estimated", plan.code_bytes()},
                  {"layers", layers_of(plan)}});
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
  arguments.flag("--operators", options->operators,
                 "list the operators that mote knows (docs/operators.md)");
  arguments.examples(
      "  mote compile model.tflite --output firmware/model\n"
      "  mote compile model.tflite --target qemu-cortex-m4 --json\n");
  arguments.action([options](Console& console, const CommonOptions&) {
    if (options->operators) return print_operators(console);
    if (options->model.empty()) {
      throw UsageError("no model was given", "mote compile",
                       "Give a .tflite file: mote compile model.tflite");
    }
    return compile_model(console, *options);
  });
}

}  // namespace mote
