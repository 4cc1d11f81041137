// The design stage: a network for the application, and what it will cost on
// the device, before anything is trained.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/compiler/target.h"
#include "lib/features/feature_block.h"
#include "lib/graph/graph.h"
#include "lib/graph/score_mapping.h"
#include "lib/settings/settings.h"

namespace mote {

// The section [design] of mote.toml.
struct DesignSettings {
  std::string model = "tinyconv";  // a name of the zoo (lib/graph/zoo.h)
  double width = 1;                // times the filters of every layer
  // What the outputs stand for: "labels" (those of the application), "words"
  // (silence and every word of the data set, grouped into labels after the
  // model) or "auto": words for tc, labels for all others.
  std::string head = "auto";

  static const FieldList& fields();
};

// What the network is for.
struct DesignRequirements {
  std::vector<std::string> labels;  // of the application, in its order
  std::vector<std::string> words;   // labels of the data set
  // 0: as much as the target has.
  int64_t ram_bytes = 0, flash_bytes = 0;
  double latency_ms = 0;  // of one inference; 0: no limit
};

struct DesignedLayer {
  std::string name;
  std::string kind;  // "depthwise_conv"
  Shape output;
  int64_t parameters = 0;
  int64_t macs = 0;
};

// Something there is only so much of.
struct DesignBudget {
  std::string name;  // "RAM"
  std::string unit;  // "KB", "ms"
  double needed = 0;
  double limit = 0;  // 0: none

  bool fits() const { return limit <= 0 || needed <= limit; }
};

struct DesignReport {
  std::string target;
  std::vector<DesignedLayer> layers;
  int64_t parameters = 0;
  int64_t macs = 0;  // of one inference
  // Of the whole detector: model, features, window of rows, scores. Estimated
  // by compiling the untrained network; `mote deploy` measures.
  int64_t ram_bytes = 0;
  int64_t flash_bytes = 0;
  int64_t instructions = 0;  // of one inference
  double latency_ms = 0;     // of one inference; 0: clock not known
  // Feature rows between two inferences, five or more, with which the target
  // keeps up with its microphone; 0: the features alone are too much for it.
  int hops_a_score = 5;
  double score_ms = 0;   // from one inference to the next, with those hops
  double cpu_share = 0;  // of the target's time; 0: clock not known
  std::vector<DesignBudget> budgets;  // RAM, flash, latency

  bool fits() const;
  // "fits qemu-cortex-m4: RAM 6.1 of 32 KB, flash 24 of 128 KB", or what is
  // too much and by how much.
  std::string verdict() const;
  // "a score every 100 ms takes 9 % of qemu-cortex-m4's time".
  std::string pace() const;
};

struct Design {
  Graph graph;
  ScoreMapping scores;  // without priors: those come from training
  DesignReport report;
};

// Throws Error for a model that is not known, a head that the labels do not
// allow, or operators that the target has no kernels for. A design that does
// not fit is no error: the report says so.
Design design(const DesignRequirements& requirements,
              const FeatureBlock& features, const Target& target,
              const DesignSettings& settings);

// Which label each class of a network belongs to: itself, or "unknown" when
// it is no label of the application. Throws Error when a class has no label
// and there is no "unknown".
ScoreMapping map_classes(const Graph& graph,
                         const std::vector<std::string>& labels);

}  // namespace mote
