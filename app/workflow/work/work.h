// The stages' functions as the workflow calls them: artifacts in, artifacts
// and facts out. Each is a few lines around a function of stages/.
//
// Artifacts, by the names that `mote log` knows them:
//   snapshot        Dataset::snapshot()
//   features        rows of the training clips (features_file.h)
//   feature_block   the block's name and settings, fitted to those clips
//   graph           a checkpoint file, untrained
//   checkpoint      a checkpoint file
//   events          a TensorBoard event file
//   model.tflite, float.tflite, package (a .mote file)
//   evaluation      evaluation_json()
//   deployment      a tree: a folder a target
//   report.html
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/workflow/stage.h"
#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"
#include "stages/design/design.h"

namespace mote {

nlohmann::json collect_work(StageWork& work);
nlohmann::json preprocess_work(StageWork& work);
nlohmann::json design_work(StageWork& work);
nlohmann::json train_work(StageWork& work);
nlohmann::json convert_work(StageWork& work);
nlohmann::json evaluate_work(StageWork& work);
nlohmann::json deploy_work(StageWork& work);
nlohmann::json report_work(StageWork& work);

// The store's recordings as they are now: what collect depends on.
std::map<std::string, std::string> recordings_now(const Project& project);
// The compilers and the sources of device/ and targets/: what deploy depends
// on beside the package.
std::map<std::string, std::string> toolchain_now(const Project& project);

// The data set of a snapshot artifact.
Dataset dataset_of(const Project& project, const std::string& snapshot);
// The feature block of [preprocess], what it leaves open taken from the
// recordings of the training side.
std::unique_ptr<FeatureBlock> fit_feature_block(const Project& project,
                                                const Dataset& training,
                                                const Run& run);
// The one of the artifact "feature_block".
std::unique_ptr<FeatureBlock> read_feature_block(const std::string& text);

// The network for a data set, as [design] and [requirements] ask for it.
Design design_for(const Project& project, const Dataset& dataset,
                  const FeatureBlock& features);

// "1,489".
std::string with_commas(int64_t number);

}  // namespace mote
