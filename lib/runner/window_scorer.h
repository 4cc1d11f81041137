// A model on this host: a window of features to the scores of labels.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lib/compiler/plan.h"
#include "lib/features/feature_block.h"
#include "lib/graph/score_mapping.h"
#include "lib/runner/plan_runner.h"

namespace mote {

// One scorer serves one thread at a time.
class WindowScorer {
 public:
  virtual ~WindowScorer() = default;
  // `window`: as many features as the model takes. `scores`: one a label,
  // 0..kScoreOne.
  virtual void score(const int8_t* window, int32_t* scores) = 0;
};

// For a plan of this host whose input is `features`, int8 or float. Throws
// Error when plan, features and mapping do not fit each other.
std::unique_ptr<WindowScorer> make_window_scorer(const Plan& plan,
                                                 const FeatureBlock& features,
                                                 const ScoreMapping& mapping);

}  // namespace mote
