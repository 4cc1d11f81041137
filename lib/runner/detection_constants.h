// The constant data of device/detect, made once on the host: firmware gets the
// same numbers as text, so both sides compute the same scores.
#pragma once

#include <cstdint>
#include <vector>

#include "device/detect/detector.h"
#include "device/detect/score_map.h"
#include "lib/features/feature_block.h"
#include "lib/model/model.h"
#include "lib/package/package.h"

namespace mote {

// How a model's int8 outputs become scores. `output` is the quantization of
// the model's output tensor; only logits need it.
class ScoreTable {
 public:
  // Throws Error when the mapping does not fit device/detect: no outputs,
  // groups or priors of another number than outputs, more than 256 labels.
  ScoreTable(const ScoreMapping& mapping, const Quantization& output);

  const std::vector<uint32_t>& exponentials() const { return exponentials_; }
  const std::vector<uint16_t>& weights() const { return weights_; }
  const std::vector<uint8_t>& groups() const { return groups_; }
  // Points into this object.
  detect::ScoreMap map() const;

 private:
  int labels_;
  std::vector<uint32_t> exponentials_;
  std::vector<uint16_t> weights_;
  std::vector<uint8_t> groups_;
};

// When a score becomes a detection, in the device's units.
class DetectionConstants {
 public:
  DetectionConstants(const DetectionSettings& settings,
                     const std::vector<std::string>& labels,
                     const FeatureBlock& features);

  const std::vector<uint8_t>& ignored() const { return ignored_; }
  // Points into this object.
  detect::DetectorConfig config() const;

 private:
  std::vector<uint8_t> ignored_;  // a label: 1 if it never fires
  detect::DetectorConfig config_;
};

}  // namespace mote
