// A fully connected layer over time as products of a filter over the input and
// one over the past (SVDF; Alvarez and Park, "End-to-end streaming keyword
// spotting", 2018).
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// `filters` = units * rank filters; filter f belongs to unit f / rank. The
// state holds `memory` values a filter, the newest last.
struct SvdfParams {
  int32_t batches, inputs, filters, rank, memory;
  int32_t input_zero_point, state_zero_point, output_zero_point;
  int32_t feature_multiplier, feature_shift;  // input * weights to state
  int32_t output_multiplier, output_shift;    // state * weights to output
  const int8_t* feature_weights;              // {filter, input}
  const int32_t* bias;                        // one a unit
};

struct SvdfFloatParams {
  int32_t batches, inputs, filters, rank, memory;
  float activation_min, activation_max;
  const float* feature_weights;
  const float* bias;
};

namespace reference {

// One step of time: input {batch, inputs} -> output {batch, filters / rank}.
// time_weights {filter, memory}; state {batch, filter, memory} is read and
// moved on.
void SvdfInt8(const SvdfParams& params, const int8_t* input,
              const int8_t* time_weights, int8_t* output, int8_t* state,
              int8_t* scratch);
// With a state of 16 bits.
void SvdfInt16State(const SvdfParams& params, const int8_t* input,
                    const int16_t* time_weights, int8_t* output, int16_t* state,
                    int8_t* scratch);
void SvdfFloat(const SvdfFloatParams& params, const float* input,
               const float* time_weights, float* output, float* state,
               int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
