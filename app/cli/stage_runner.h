// What the commands that run stages share: opening the project, running the
// workflow, and a line a stage.
#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/console.h"
#include "app/workflow/workflow.h"

namespace mote {

// "train           12.1 s  30 epochs, validation 93.1 %".
std::string stage_line(const std::string& stage, const std::string& summary,
                       const std::string& state);

// Runs the stages up to `until` (all when empty), a line printed for each
// that ran and, with `show_fresh`, for those that were up to date.
std::vector<StageState> run_stages(const Project& project,
                                   const std::string& until, bool show_fresh,
                                   Console& console,
                                   const CommonOptions& common);

// Runs up to the stage and returns its facts.
nlohmann::json run_to_stage(const Project& project, const std::string& stage,
                            Console& console, const CommonOptions& common);

// "0.42 s", "12.1 s", "3 min 20 s".
std::string duration_text(double seconds);
// 12345 -> "12.1 KB".
std::string size_text(int64_t bytes);

}  // namespace mote
