// The convert stage: from a trained checkpoint to .tflite files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/features/feature_block.h"
#include "lib/graph/graph.h"
#include "lib/settings/settings.h"

namespace mote {

// The section [convert] of mote.toml.
struct ConvertSettings {
  // How ranges come from the representative clips: "mse" (least squared
  // error), "percentile" (outliers cut off) or "min-max" (all that was seen).
  std::string ranges = "mse";
  double percentile = 99.99;  // of the values, kept at either end
  int clips = 200;            // representative clips, spread over those given

  static const FieldList& fields();
};

// What conversion did to one tensor that is computed at run time.
struct ConvertedTensor {
  std::string name;       // of the layer
  std::string operation;  // "CONV_2D"
  std::vector<int> shape;
  double low = 0, high = 0;              // seen in the representative clips
  double range_low = 0, range_high = 0;  // represented
  double scale = 0;
  int zero_point = 0;
  double signal_to_noise_db = 0;  // of the int8 values against float's
};

struct Converted {
  std::vector<uint8_t> int8_model;       // .tflite, input and output int8
  std::vector<uint8_t> float_model;      // .tflite
  std::vector<ConvertedTensor> tensors;  // in the order they are computed
  int clips = 0;                         // that gave the ranges
  double agreement = 0;  // share of them whose best class float and int8 share
};

// Lowers and quantizes (lib/model). The int8 model's input has exactly the
// quantization that the feature block fixes (`input`). Throws Error when there
// are no representative clips or their size does not fit the graph.
Converted convert(const Checkpoint& checkpoint,
                  const FeatureSet& representative,
                  const FeatureQuantization& input,
                  const ConvertSettings& settings, Run& run);

}  // namespace mote
