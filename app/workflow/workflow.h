// Runs what is stale and nothing else.
//
// A stage's recipe key is the hash of its name and version, the canonical
// settings that it reads, and the hashes of what it takes. A key that is in
// the ledger, with its outputs in the store, is work that was done.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/workflow/project.h"
#include "app/workflow/stage.h"
#include "lib/base/run.h"

namespace mote {

struct StageState {
  std::string stage;
  bool fresh = false;
  std::string reason;    // why it is stale: "train.epochs 30 -> 50"
  std::string key;       // empty when what it takes is not known yet
  Recipe recipe;         // when fresh
  nlohmann::json facts;  // when fresh: what the stage said of its result
};

// The state of every stage, without running any.
std::vector<StageState> examine(const Project& project,
                                const std::vector<Stage>& table);

// The object of an artifact that one of the stages made. Throws Error when none
// did.
const std::string& output_of(const std::vector<StageState>& states,
                             const std::string& artifact);

// Called when a stage starts (seconds < 0) and when it is done.
struct StageReport {
  StageState state;
  bool ran = false;
  double seconds = -1;
};
using StageWatcher = std::function<void(const StageReport&)>;

struct WorkflowOptions {
  std::string until;  // the last stage; empty: all
  int threads = 0;    // 0: all cores
};

// Runs the stale stages up to options.until, in order; takes the project's
// lock. Returns the state of each. Throws Error when a stage fails; what was
// done before stays done.
std::vector<StageState> run_workflow(const Project& project,
                                     const std::vector<Stage>& table,
                                     const WorkflowOptions& options,
                                     Progress& progress,
                                     const std::atomic<bool>& stop,
                                     const StageWatcher& watch);

}  // namespace mote
