// NAME.mote: everything that turns a signal into detections, in one file.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lib/features/feature_block.h"
#include "lib/graph/score_mapping.h"

namespace mote {

// How scores over time become detections (device/detect).
struct DetectionSettings {
  double threshold = 0.5;        // of the smoothed score, 0..1
  int smoothing_windows = 3;     // scores averaged
  double suppression_ms = 1000;  // quiet time after a detection
  int hops_a_score = 5;          // feature hops between inferences
  std::vector<std::string> ignored = {"silence", "unknown"};
};

struct Package {
  std::string name;
  std::vector<uint8_t> model;    // model.tflite
  std::string feature_block;     // "micro_frontend"; empty: raw model
  std::string feature_settings;  // canonical JSON
  ScoreMapping scores;
  DetectionSettings detection;
  std::map<std::string, std::string> lineage;  // "snapshot": hash ...

  std::unique_ptr<FeatureBlock> make_features() const;
};

// docs/package_format.md. read verifies all lengths and checksums.
std::vector<uint8_t> write_package(const Package& package);
Package read_package(const std::vector<uint8_t>& bytes,
                     const std::string& where);

}  // namespace mote
