// NAME.mote: everything that turns a signal into detections, in one file.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lib/features/feature_block.h"
#include "lib/graph/score_mapping.h"
#include "lib/settings/settings.h"

namespace mote {

// How scores over time become detections (device/detect). The section
// [detection] of mote.toml.
struct DetectionSettings {
  double threshold = -1;         // of the smoothed score, 0..1; below 0: open
  int smoothing_windows = 3;     // scores averaged
  double suppression_ms = 1000;  // quiet time after a detection
  int hops_a_score = 0;          // feature hops between inferences; 0: open
  std::vector<std::string> ignored = {"silence", "unknown"};  // never fire

  // With plain values for what is open: 0.5 and 5. A project decides better
  // (docs/infer.md), and its packages hold what it decided.
  DetectionSettings decided() const;

  static const FieldList& fields();
};

// A data set that the model learned from, and its terms.
struct DataSource {
  std::string name;         // "speech_commands"; empty: recorded here
  std::string licence;      // "CC-BY-4.0"; empty: unknown
  std::string attribution;  // whom its terms ask to be named
  int64_t recordings = 0;   // of it that were learned from and judged on

  bool operator==(const DataSource&) const = default;
};

struct Package {
  std::string name;
  std::vector<uint8_t> model;    // model.tflite
  std::string feature_block;     // "micro_frontend"; empty: raw model
  std::string feature_settings;  // canonical JSON
  ScoreMapping scores;
  DetectionSettings detection;
  std::map<std::string, std::string> lineage;  // "snapshot": hash ...
  std::vector<DataSource> data;                // by name

  // The feature block. Throws Error for a raw model or an unknown block.
  std::unique_ptr<FeatureBlock> make_features() const;
};

// A ZIP archive (docs/package_format.md); equal packages give equal bytes.
std::vector<uint8_t> write_package(const Package& package);

// Verifies the archive's checksums, the manifest's types and the model's
// SHA-256 and that its outputs are those that the scores map. Throws Error
// with what is wrong, `where` and the field, and a hint.
Package read_package(const std::vector<uint8_t>& bytes,
                     const std::string& where);

}  // namespace mote
