#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/results.h"
#include "app/cli/stage_runner.h"
#include "lib/dataset/sample_table.h"
#include "lib/dataset/split_tally.h"

namespace mote {
namespace {

nlohmann::json status_document(const Project& project,
                               const std::vector<StageState>& states) {
  nlohmann::json list = nlohmann::json::array();
  for (const StageState& state : states) {
    list.push_back({{"stage", state.stage},
                    {"fresh", state.fresh},
                    {"reason", state.reason},
                    {"key", state.key},
                    {"when", state.recipe.when},
                    {"facts", state.facts}});
  }
  return {{"project", project.folder().string()}, {"stages", list}};
}

int show_status(bool summary, Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  const auto states = examine(project, stages());
  console.result(status_document(project, states));
  if (summary) {
    print_results(project, states, console);
    return 0;
  }
  for (const StageState& state : states) {
    console.print(
        "{:<11} {:<6} {}", state.stage, state.fresh ? "fresh" : "stale",
        state.fresh ? state.facts.value("summary", "") : state.reason);
  }
  if (SampleTable(project.store()).count() == 0) {
    console.print("The project has no recordings yet. {}", kAddRecordings);
  }
  return 0;
}

}  // namespace

void status_command(Arguments& arguments) {
  auto summary = std::make_shared<bool>(false);
  arguments.runs_stages();
  arguments.flag("--summary", *summary,
                 "the accuracy, the targets and where the results lie");
  arguments.examples(
      "  mote status\n"
      "  mote status --set design.model=tc\n"
      "  mote status --summary\n");
  arguments.action([summary](Console& console, const CommonOptions& common) {
    return show_status(*summary, console, common);
  });
}

}  // namespace mote
