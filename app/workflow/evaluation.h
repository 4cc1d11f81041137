// Judging a project's detector beyond what `mote run` does: on firmware, on
// other recordings, and by cross-validation.
#pragma once

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/workflow/workflow.h"
#include "lib/base/run.h"
#include "lib/compiler/target.h"
#include "lib/dataset/dataset.h"
#include "stages/evaluate/evaluate.h"

namespace mote {

// The test split as the features take it, with silence as [evaluate] asks for
// it.
TestSet test_set(const Project& project, const Dataset& dataset,
                 const FeatureBlock& features);
// The same of any clips.
TestSet test_set_of(const Project& project, const Dataset& clips,
                    const Dataset& background, const FeatureBlock& features);

// The first target of [deploy] that runs in an emulator. Throws Error when
// there is none.
Target emulated_target(const Project& project);

// What the test side is, to be read after a number: "clips of speakers never
// trained on".
std::string held_out(const Project& project);

// evaluation_json() without predictions, with "summary" and "held_out".
nlohmann::json evaluation_facts(const Project& project,
                                const Evaluation& evaluation);

struct EvaluationChoice {
  std::string on = "int8";  // "float" or "firmware"
  fs::path data;            // a folder a label; empty: the test split
};

// Judges the models of `states`, which are fresh up to convert (firmware: up
// to deploy). Speakers of `data` that the model was trained on are left out,
// with a note. Returns evaluation_facts().
nlohmann::json evaluate_on(const Project& project,
                           const std::vector<StageState>& states,
                           const EvaluationChoice& choice, Run& run);

// Trains `folds` models; a speaker is judged by the one that never heard them
// (fold = SHA-1 of the group modulo folds). The predictions of all are put
// together. Returns evaluation_facts() and "folds".
nlohmann::json cross_validate(const Project& project, int folds, Run& run);

}  // namespace mote
