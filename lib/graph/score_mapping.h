// From a model's outputs to the scores of labels.
#pragma once

#include <string>
#include <vector>

namespace mote {

// Output i of the model belongs to the label groups[i]. When the model ends in
// softmax, its outputs are the scores (groups one to one). When it ends in
// logits, a label's score is the sum of exp(logit - log_prior) over its
// outputs, normalized over all labels: a head may know many words ("left",
// "right", "up", "cat" ...) of which most are grouped as "unknown".
struct ScoreMapping {
  std::vector<std::string> labels;  // "silence", "unknown", "left", "right"
  bool logits = false;              // the model ends without softmax
  std::vector<int> groups;          // a label index for each model output
  std::vector<double> log_priors;   // for each model output; empty: all 0

  bool operator==(const ScoreMapping&) const = default;
};

}  // namespace mote
