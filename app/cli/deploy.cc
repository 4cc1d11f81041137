#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/stage_runner.h"

namespace mote {
namespace {

void print_target(const nlohmann::json& facts, const fs::path& folder,
                  Console& console) {
  const std::string name = facts["target"];
  console.print("\n{}  {}", name, (folder / name).string());
  const auto row = [&](const char* label, const char* key, const char* unit) {
    if (!facts.contains(key)) return;
    console.print("  {:<34}{:>12} {}", label, facts[key].dump(), unit);
  };
  row("flash", "flash_bytes", "bytes");
  row("RAM without stack", "ram_bytes", "bytes");
  row("stack, deepest", "stack_bytes", "bytes");
  row("a second of audio", "instructions_a_second", "instructions");
  row("an inference", "instructions_an_inference", "instructions");
  if (facts.contains("cpu_share")) {
    console.print("  {:<34}{:>11.1f} %", "share of the CPU",
                  100 * facts["cpu_share"].get<double>());
    console.print("  {:<34}{:>11.1f} ms", "an inference",
                  facts["inference_ms"].get<double>());
  }
  row("dropped, played live", "dropped_samples", "samples");
}

int deploy_project(Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const auto facts = run_to_stage(project, "deploy", console, common);
  const fs::path folder = project.out() / "deploy";
  for (const auto& target : facts.at("targets")) {
    print_target(target, folder, console);
  }
  nlohmann::json document = facts;
  document["folder"] = folder.string();
  console.result(document);
  return 0;
}

}  // namespace

void deploy_command(Arguments& arguments) {
  arguments.runs_stages();
  arguments.settings_of("deploy");
  arguments.examples(
      "  mote deploy\n"
      "  mote deploy --set deploy.targets=[\\\"linux\\\"]\n"
      "  mote deploy --json\n");
  arguments.action(deploy_project);
}

}  // namespace mote
