#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/results.h"
#include "app/cli/stage_runner.h"

namespace mote {
namespace {

nlohmann::json run_document(const Project& project,
                            const std::vector<StageState>& states,
                            const std::vector<std::string>& ran) {
  nlohmann::json list = nlohmann::json::array();
  for (const StageState& state : states) {
    const bool worked =
        std::find(ran.begin(), ran.end(), state.stage) != ran.end();
    list.push_back({{"stage", state.stage},
                    {"ran", worked},
                    {"key", state.key},
                    {"facts", state.facts}});
  }
  return {{"project", project.folder().string()},
          {"out", project.out().string()},
          {"up_to_date", ran.empty()},
          {"stages", list}};
}

int run_project(const std::string& until, Console& console,
                const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  std::vector<std::string> stale;
  for (const StageState& state : examine(project, stages())) {
    if (!state.fresh) stale.push_back(state.stage);
    if (state.stage == until) break;
  }
  const auto states = run_stages(project, until, true, console, common);
  console.result(run_document(project, states, stale));
  if (stale.empty()) {
    console.print("\nEverything is up to date.");
  } else {
    print_results(project, states, console);
  }
  return 0;
}

}  // namespace

void run_command(Arguments& arguments) {
  auto until = std::make_shared<std::string>();
  arguments.runs_stages();
  arguments.option("--until", *until, "the last stage to run");
  arguments.examples(
      "  mote run\n"
      "  mote run --until train\n"
      "  mote run --set design.model=tc --set train.epochs=60\n");
  arguments.action([until](Console& console, const CommonOptions& common) {
    return run_project(*until, console, common);
  });
}

}  // namespace mote
