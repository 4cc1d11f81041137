#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/stage_runner.h"
#include "app/workflow/work/work.h"

namespace mote {
namespace {

void print_layers(const nlohmann::json& facts, Console& console) {
  console.print("{:<22} {:<16} {:>14} {:>11} {:>12}", "layer", "kind", "output",
                "parameters", "MACs");
  for (const auto& layer : facts.at("layers")) {
    const auto& shape = layer.at("output");
    console.print("{:<22} {:<16} {:>14} {:>11} {:>12}",
                  layer.at("name").get<std::string>(),
                  layer.at("kind").get<std::string>(),
                  fmt::format("{}x{}x{}", shape[0].get<int>(),
                              shape[1].get<int>(), shape[2].get<int>()),
                  with_commas(layer.at("parameters")),
                  with_commas(layer.at("macs")));
  }
  console.print("{:<22} {:<16} {:>14} {:>11} {:>12}", "all", "", "",
                with_commas(facts.at("parameters")),
                with_commas(facts.at("macs")));
}

int design_project(Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const auto facts = run_to_stage(project, "design", console, common);
  console.result(facts);
  print_layers(facts, console);
  console.print("\n{}\n{}", facts.at("verdict").get<std::string>(),
                facts.at("pace").get<std::string>());
  return 0;
}

}  // namespace

void design_command(Arguments& arguments) {
  arguments.runs_stages();
  arguments.settings_of("design");
  arguments.examples(
      "  mote design\n"
      "  mote design --set design.model=tc\n"
      "  mote design --set device.budget.ram='16 KB' --json\n");
  arguments.action(design_project);
}

}  // namespace mote
