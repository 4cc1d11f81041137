// From a model's int8 outputs to the scores of labels, in integers, so that
// host and device agree bit for bit.
#pragma once

#include <stdint.h>

namespace mote {
namespace detect {

// Score of certainty: scores are 16-bit fractions of it, 0..32,768.
constexpr int32_t kScoreOne = 32768;

// Constant data, made on the host (lib/runner/score_table.h).
//
// Without `exponentials` the model ends in softmax (scale 1/256, zero point
// -128): label i scores (output i + 128) * 128.
//
// With them it ends in logits, and a label scores
//   sum over its outputs o of exp(scale * q[o]) * weight[o]
// divided by the same sum over all outputs.
struct ScoreMap {
  int32_t outputs;
  int32_t labels;
  // 256 values: exp(-scale * d) as Q30, d = 0..255 below the largest output;
  // null for softmax.
  const uint32_t* exponentials;
  const uint16_t* weights;  // an output: 1 / prior, largest = 32,768; >= 1
  const uint8_t* groups;    // an output: its label
};

// Scores of all labels. With logits they add up to kScoreOne within rounding.
void MapScores(const ScoreMap& map, const int8_t* outputs, int32_t* scores);

}  // namespace detect
}  // namespace mote
