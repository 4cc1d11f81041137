// The stages' functions as the workflow calls them: artifacts in, artifacts
// and facts out. Each is a few lines around a function of stages/.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "app/workflow/stage.h"
#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"

namespace mote {

nlohmann::json collect_work(StageWork& work);

// The store's recordings as they are now: what collect depends on.
std::map<std::string, std::string> recordings_now(const Project& project);

// The data set of a snapshot artifact.
Dataset dataset_of(const Project& project, const std::string& snapshot);
// The feature block of [preprocess].
std::unique_ptr<FeatureBlock> feature_block(const Project& project);

// "1,489".
std::string with_commas(int64_t number);

}  // namespace mote
