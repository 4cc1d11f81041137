// What a run amounts to, for people: accuracy, targets, where the results lie.
#pragma once

#include <vector>

#include "app/cli/console.h"
#include "app/workflow/workflow.h"

namespace mote {

void print_results(const Project& project,
                   const std::vector<StageState>& states, Console& console);

// One line a target: "balanced accuracy 92.1 %, target >= 93 %: missed by
// 0.9 points". `evaluation` is the evaluate stage's JSON.
void print_targets(const nlohmann::json& evaluation, Console& console);

// 0.9312 -> "93.1 %".
std::string percent_text(double share);

}  // namespace mote
