// Long short-term memory of real numbers (device/nn/lstm/lstm.h).
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct LstmFloatParams {
  int32_t batches, steps, inputs, units;
  int32_t time_major;  // input {steps, batches, inputs}, output likewise
  float cell_clip;     // the largest magnitude of the cell state; 0: any
  // Forget, input, cell, output, one after the other:
  const float* input_weights;  // {gate, unit, input}
  const float* state_weights;  // {gate, unit, unit}
  const float* bias;           // {gate, unit}
};

namespace reference {

// input {batches, steps, inputs} -> output {batches, steps, units}. hidden
// {batches, units} and cell {batches, units} are the state before and after.
// scratch: 16 * units bytes.
void LstmFloat(const LstmFloatParams& params, const float* input, float* output,
               float* hidden, float* cell, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
