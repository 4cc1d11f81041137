// Long short-term memory over a sequence (Hochreiter and Schmidhuber, 1997), as
// TensorFlow's UnidirectionalSequenceLSTM computes it: no peepholes, no
// projection, no layer normalization.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// A gate's sums come to Q3.12. The bias of the input's part holds what the
// input's zero point adds, that of the state's part what the state's does.
struct LstmGate {
  int32_t input_multiplier, input_shift;
  int32_t state_multiplier, state_shift;
};

struct LstmScale {
  int32_t multiplier, shift;
};

// Sequences lie one after the other, or (time_major) step by step.
struct LstmSizes {
  int32_t batches, steps, inputs, units, time_major;
};

struct LstmScales {
  LstmGate forget, input, cell, output;
  LstmScale forget_to_cell;  // forget gate * cell state -> cell state
  LstmScale input_to_cell;   // input gate * cell gate -> cell state
  LstmScale to_hidden;       // tanh(cell state) * output gate -> output
  int32_t hidden_zero_point;
  int32_t cell_clip;  // the largest magnitude of the cell state; 0: any
  // tanh's argument is cell state * tanh_multiplier / 2^tanh_shift.
  int32_t tanh_multiplier, tanh_shift;
};

struct LstmParams {
  LstmSizes sizes;
  LstmScales scales;
  // Forget, input, cell, output, one after the other:
  const int8_t* input_weights;    // {gate, unit, input}
  const int8_t* state_weights;    // {gate, unit, unit}
  const int32_t* input_bias;      // {gate, unit}
  const int32_t* state_bias;      // {gate, unit}
  const uint16_t* sigmoid_table;  // device/nn/sigmoid_table.h
};

// Of 16-bit inputs and outputs, whose zero points are 0.
struct LstmInt16Params {
  LstmSizes sizes;
  LstmScales scales;
  const int8_t* input_weights;
  const int8_t* state_weights;
  const int64_t* input_bias;
  const uint16_t* sigmoid_table;
};

namespace reference {

// input {batch, step, inputs} -> output {batch, step, units}. hidden {batch,
// units} and cell {batch, units} are the state before and after. scratch: 8 *
// units bytes.
void LstmInt8(const LstmParams& params, const int8_t* input, int8_t* output,
              int8_t* hidden, int16_t* cell, int8_t* scratch);
void LstmInt16(const LstmInt16Params& params, const int16_t* input,
               int16_t* output, int16_t* hidden, int16_t* cell,
               int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
