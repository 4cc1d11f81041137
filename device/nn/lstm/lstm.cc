#include "device/nn/lstm/lstm.h"

#include "device/nn/requantize.h"
#include "device/nn/sigmoid_table.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

enum Gate { kForget, kInput, kCell, kOutput };

int16_t Saturate(int32_t x) {
  return static_cast<int16_t>(Clamp<int32_t>(x, INT16_MIN, INT16_MAX));
}

// bias + weights * values, scaled, in 16 bits.
int16_t Scaled(int32_t bias, const int8_t* weights, const int8_t* values,
               int32_t count, int32_t multiplier, int32_t shift) {
  int32_t sum = bias;
  for (int32_t i = 0; i < count; ++i) sum += weights[i] * values[i];
  return Saturate(Requantize(sum, multiplier, shift));
}

void GateSums(const LstmParams& p, Gate gate, const LstmGate& scales,
              const int8_t* input, const int8_t* hidden, int16_t* sums) {
  for (int32_t unit = 0; unit < p.units; ++unit) {
    const int32_t row = gate * p.units + unit;
    const int16_t of_input =
        Scaled(p.input_bias[row], p.input_weights + row * p.inputs, input,
               p.inputs, scales.input_multiplier, scales.input_shift);
    const int16_t of_state =
        Scaled(p.state_bias[row], p.state_weights + row * p.units, hidden,
               p.units, scales.state_multiplier, scales.state_shift);
    sums[unit] = Saturate(of_input + of_state);
  }
}

void Sigmoid(const LstmParams& p, int16_t* values) {
  for (int32_t i = 0; i < p.units; ++i) {
    values[i] = SigmoidOfQ3_12(p.sigmoid_table, values[i]);
  }
}

int16_t Product(const LstmScale& scale, int16_t a, int16_t b) {
  return Saturate(Requantize(a * b, scale.multiplier, scale.shift));
}

void UpdateCell(const LstmParams& p, const int16_t* forget,
                const int16_t* input, const int16_t* candidate, int16_t* cell) {
  for (int32_t i = 0; i < p.units; ++i) {
    const int16_t kept = Product(p.forget_to_cell, forget[i], cell[i]);
    const int16_t added = Product(p.input_to_cell, input[i], candidate[i]);
    cell[i] = Saturate(kept + added);
    if (p.cell_clip > 0) {
      cell[i] = static_cast<int16_t>(
          Clamp<int32_t>(cell[i], -p.cell_clip, p.cell_clip));
    }
  }
}

void UpdateHidden(const LstmParams& p, const int16_t* cell,
                  const int16_t* output_gate, int8_t* hidden) {
  for (int32_t i = 0; i < p.units; ++i) {
    const int16_t tanh =
        TanhOfQ3_12(p.sigmoid_table, cell[i], p.tanh_multiplier, p.tanh_shift);
    const int32_t scaled = Requantize(
        tanh * output_gate[i], p.to_hidden.multiplier, p.to_hidden.shift);
    hidden[i] = static_cast<int8_t>(Clamp<int32_t>(
        WrappingAdd(scaled, p.hidden_zero_point), INT8_MIN, INT8_MAX));
  }
}

}  // namespace

void LstmInt8(const LstmParams& p, const int8_t* input, int8_t* output,
              int8_t* hidden, int16_t* cell, int8_t* scratch) {
  int16_t* forget = reinterpret_cast<int16_t*>(scratch);
  int16_t* input_gate = forget + p.units;
  int16_t* candidate = input_gate + p.units;
  int16_t* output_gate = candidate + p.units;
  for (int32_t step = 0; step < p.steps; ++step, input += p.inputs) {
    GateSums(p, kForget, p.forget, input, hidden, forget);
    Sigmoid(p, forget);
    GateSums(p, kInput, p.input, input, hidden, input_gate);
    Sigmoid(p, input_gate);
    GateSums(p, kCell, p.cell, input, hidden, candidate);
    for (int32_t i = 0; i < p.units; ++i) {
      candidate[i] = TanhOfQ3_12(p.sigmoid_table, candidate[i], 3, 0);
    }
    GateSums(p, kOutput, p.output, input, hidden, output_gate);
    Sigmoid(p, output_gate);
    UpdateCell(p, forget, input_gate, candidate, cell);
    UpdateHidden(p, cell, output_gate, hidden);
    for (int32_t i = 0; i < p.units; ++i) *output++ = hidden[i];
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
