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

int16_t Scaled(int64_t bias, const int8_t* weights, const int16_t* values,
               int32_t count, int32_t multiplier, int32_t shift) {
  int64_t sum = bias;
  for (int32_t i = 0; i < count; ++i) sum += weights[i] * values[i];
  return Saturate(RequantizeLong(sum, multiplier, shift));
}

int32_t StateBias(const LstmParams& p, int32_t row) {
  return p.state_bias[row];
}
int64_t StateBias(const LstmInt16Params&, int32_t) { return 0; }

template <typename P, typename T>
void GateSums(const P& p, Gate gate, const LstmGate& scales, const T* input,
              const T* hidden, int16_t* sums) {
  const int32_t inputs = p.sizes.inputs, units = p.sizes.units;
  for (int32_t unit = 0; unit < units; ++unit) {
    const int32_t row = gate * units + unit;
    const int16_t of_input =
        Scaled(p.input_bias[row], p.input_weights + row * inputs, input, inputs,
               scales.input_multiplier, scales.input_shift);
    const int16_t of_state =
        Scaled(StateBias(p, row), p.state_weights + row * units, hidden, units,
               scales.state_multiplier, scales.state_shift);
    sums[unit] = Saturate(of_input + of_state);
  }
}

void Sigmoid(const uint16_t* table, int32_t units, int16_t* values) {
  for (int32_t i = 0; i < units; ++i) {
    values[i] = SigmoidOfQ3_12(table, values[i]);
  }
}

int16_t Product(const LstmScale& scale, int16_t a, int16_t b) {
  return Saturate(Requantize(a * b, scale.multiplier, scale.shift));
}

void UpdateCell(const LstmScales& s, int32_t units, const int16_t* forget,
                const int16_t* input, const int16_t* candidate, int16_t* cell) {
  for (int32_t i = 0; i < units; ++i) {
    const int16_t kept = Product(s.forget_to_cell, forget[i], cell[i]);
    const int16_t added = Product(s.input_to_cell, input[i], candidate[i]);
    cell[i] = Saturate(kept + added);
    if (s.cell_clip > 0) {
      cell[i] = static_cast<int16_t>(
          Clamp<int32_t>(cell[i], -s.cell_clip, s.cell_clip));
    }
  }
}

// `limit`: the largest value of a hidden state.
template <typename T>
void UpdateHidden(const LstmScales& s, const uint16_t* table, int32_t units,
                  const int16_t* cell, const int16_t* output_gate,
                  int32_t limit, T* hidden) {
  for (int32_t i = 0; i < units; ++i) {
    const int16_t tanh =
        TanhOfQ3_12(table, cell[i], s.tanh_multiplier, s.tanh_shift);
    const int32_t scaled = Requantize(
        tanh * output_gate[i], s.to_hidden.multiplier, s.to_hidden.shift);
    hidden[i] = static_cast<T>(Clamp<int32_t>(
        WrappingAdd(scaled, s.hidden_zero_point), -limit - 1, limit));
  }
}

template <typename P, typename T>
void Step(const P& p, int32_t limit, const T* input, T* hidden, int16_t* cell,
          int16_t* forget) {
  const LstmScales& s = p.scales;
  const int32_t units = p.sizes.units;
  int16_t* input_gate = forget + units;
  int16_t* candidate = input_gate + units;
  int16_t* output_gate = candidate + units;
  GateSums(p, kForget, s.forget, input, hidden, forget);
  Sigmoid(p.sigmoid_table, units, forget);
  GateSums(p, kInput, s.input, input, hidden, input_gate);
  Sigmoid(p.sigmoid_table, units, input_gate);
  GateSums(p, kCell, s.cell, input, hidden, candidate);
  for (int32_t i = 0; i < units; ++i) {
    candidate[i] = TanhOfQ3_12(p.sigmoid_table, candidate[i], 3, 0);
  }
  GateSums(p, kOutput, s.output, input, hidden, output_gate);
  Sigmoid(p.sigmoid_table, units, output_gate);
  UpdateCell(s, units, forget, input_gate, candidate, cell);
  UpdateHidden(s, p.sigmoid_table, units, cell, output_gate, limit, hidden);
}

template <typename P, typename T>
void Lstm(const P& p, int32_t limit, const T* input, T* output, T* hidden,
          int16_t* cell, int8_t* scratch) {
  const LstmSizes& z = p.sizes;
  for (int32_t b = 0; b < z.batches; ++b) {
    T* state = hidden + b * z.units;
    for (int32_t t = 0; t < z.steps; ++t) {
      const int32_t place = z.time_major ? t * z.batches + b : b * z.steps + t;
      Step(p, limit, input + place * z.inputs, state, cell + b * z.units,
           reinterpret_cast<int16_t*>(scratch));
      for (int32_t i = 0; i < z.units; ++i) {
        output[place * z.units + i] = state[i];
      }
    }
  }
}

}  // namespace

void LstmInt8(const LstmParams& p, const int8_t* input, int8_t* output,
              int8_t* hidden, int16_t* cell, int8_t* scratch) {
  Lstm(p, INT8_MAX, input, output, hidden, cell, scratch);
}

void LstmInt16(const LstmInt16Params& p, const int16_t* input, int16_t* output,
               int16_t* hidden, int16_t* cell, int8_t* scratch) {
  Lstm(p, INT16_MAX, input, output, hidden, cell, scratch);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
