#include "app/workflow/workflow.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "app/workflow/out_folder.h"
#include "app/workflow/staleness.h"
#include "lib/base/cpu.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

using Artifacts = std::map<std::string, std::string>;

bool outputs_are_there(const ObjectStore& objects, const Recipe& recipe) {
  return std::all_of(
      recipe.outputs.begin(), recipe.outputs.end(),
      [&](const auto& output) { return objects.has(output.second); });
}

// The inputs of a stage, or nothing when a stage before it is stale.
std::optional<Artifacts> inputs_of(const Project& project, const Stage& stage,
                                   const Artifacts& known) {
  Artifacts inputs;
  if (stage.outside) inputs = stage.outside(project);
  for (const std::string& name : stage.takes) {
    const auto found = known.find(name);
    if (found == known.end()) return std::nullopt;
    inputs.insert(*found);
  }
  return inputs;
}

// The recipe of a stage as it would be carried out now, outputs unknown.
Recipe recipe_now(const Project& project, const Stage& stage,
                  const Artifacts& inputs) {
  Recipe recipe;
  recipe.stage = stage.name;
  recipe.version = stage.version;
  recipe.settings = project.canonical(stage.reads);
  recipe.inputs = inputs;
  recipe.key = recipe_key(stage.name, stage.version, recipe.settings, inputs);
  return recipe;
}

StageState examine_stage(const Project& project, const Stage& stage,
                         const Artifacts& known) {
  StageState state;
  state.stage = stage.name;
  const auto inputs = inputs_of(project, stage, known);
  if (!inputs) {
    state.reason = "a stage before it is stale";
    return state;
  }
  Store& store = project.store();
  const Recipe now = recipe_now(project, stage, *inputs);
  state.key = now.key;
  const auto done = store.ledger().find(now.key);
  if (done && outputs_are_there(store.objects(), *done)) {
    state.fresh = true;
    state.recipe = *done;
    state.facts = nlohmann::json::parse(
        store.objects().get_text(done->outputs.at(stage.name + ".facts")));
  } else if (done) {
    state.reason = "its result is missing from the store";
  } else {
    state.reason = why_stale(store.ledger().latest(stage.name), now);
  }
  return state;
}

void check_until(const std::vector<Stage>& table, const std::string& until) {
  std::vector<std::string> names;
  for (const Stage& stage : table) {
    if (until.empty() || stage.name == until) return;
    names.push_back(stage.name);
  }
  const std::string near = nearest(until, names);
  throw UsageError(fmt::format("there is no stage '{}'", until), "--until",
                   near.empty()
                       ? fmt::format("The stages: {}.", fmt::join(names, ", "))
                       : "Did you mean '" + near + "'?");
}

// Carries a stage out and records it. What it gave is in the store before the
// ledger says so: after a crash the stage is stale, never half done.
StageState carry_out(const Project& project, const Stage& stage,
                     const Artifacts& known, Run& run) {
  const Artifacts inputs = *inputs_of(project, stage, known);
  Recipe recipe = recipe_now(project, stage, inputs);
  run.scratch = project.scratch(recipe.key);
  fs::create_directories(run.scratch);
  StageWork work(project, run, inputs);
  StageState state;
  state.facts = stage.work(work);
  work.give(stage.name + ".facts", state.facts.dump());
  recipe.outputs = work.outputs();
  recipe.isa = isa_name(host_isa());
  for (const std::string& name : stage.gives) recipe.outputs.at(name);
  project.store().ledger().record(recipe);
  fs::remove_all(run.scratch);
  state.stage = stage.name;
  state.fresh = true;
  state.key = recipe.key;
  state.recipe = recipe;
  return state;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace

std::vector<StageState> examine(const Project& project,
                                const std::vector<Stage>& table) {
  std::vector<StageState> states;
  Artifacts known;
  for (const Stage& stage : table) {
    states.push_back(examine_stage(project, stage, known));
    if (!states.back().fresh) continue;
    const Artifacts& outputs = states.back().recipe.outputs;
    known.insert(outputs.begin(), outputs.end());
  }
  return states;
}

const std::string& output_of(const std::vector<StageState>& states,
                             const std::string& artifact) {
  for (const StageState& state : states) {
    const auto found = state.recipe.outputs.find(artifact);
    if (found != state.recipe.outputs.end()) return found->second;
  }
  throw Error("'" + artifact + "' was not made yet", "", "Run: mote run.");
}

std::vector<StageState> run_workflow(const Project& project,
                                     const std::vector<Stage>& table,
                                     const WorkflowOptions& options,
                                     Progress& progress,
                                     const std::atomic<bool>& stop,
                                     const StageWatcher& watch) {
  check_until(table, options.until);
  const auto lock = project.lock();
  Run run{progress,
          stop,
          {},
          1,
          options.threads > 0 ? options.threads : available_threads()};
  std::vector<StageState> states;
  Artifacts known;
  for (const Stage& stage : table) {
    run.throw_if_stopped();
    StageReport report{examine_stage(project, stage, known), false, -1};
    if (!report.state.fresh) {
      watch(report);
      const auto start = std::chrono::steady_clock::now();
      report.state = carry_out(project, stage, known, run);
      report.ran = true;
      report.seconds = seconds_since(start);
    }
    const Artifacts& outputs = report.state.recipe.outputs;
    known.insert(outputs.begin(), outputs.end());
    lay_out(project, stage, report.state.recipe);
    watch(report);
    states.push_back(report.state);
    if (stage.name == options.until) break;
  }
  return states;
}

}  // namespace mote
