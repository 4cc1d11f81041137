#include "device/nn/lstm/lstm_float.h"

#include "device/base/real_functions.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

float Dot(const float* a, const float* b, int32_t count) {
  float sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

// Of all four gates.
void GateSums(const LstmFloatParams& p, const float* input, const float* hidden,
              float* sums) {
  for (int32_t row = 0; row < 4 * p.units; ++row) {
    sums[row] = Dot(p.input_weights + row * p.inputs, input, p.inputs) +
                p.bias[row] +
                Dot(p.state_weights + row * p.units, hidden, p.units);
  }
}

float Sigmoid(float x) { return 1.0f / (1.0f + ExpFloat(-x)); }

void Step(const LstmFloatParams& p, const float* input, float* hidden,
          float* cell, float* sums) {
  GateSums(p, input, hidden, sums);
  for (int32_t i = 0; i < p.units; ++i) {
    const float forget = Sigmoid(sums[i]);
    const float add = Sigmoid(sums[p.units + i]);
    const float candidate = TanhFloat(sums[2 * p.units + i]);
    const float output = Sigmoid(sums[3 * p.units + i]);
    cell[i] = forget * cell[i] + add * candidate;
    if (p.cell_clip > 0) cell[i] = Clamp(cell[i], -p.cell_clip, p.cell_clip);
    hidden[i] = TanhFloat(cell[i]) * output;
  }
}

}  // namespace

void LstmFloat(const LstmFloatParams& p, const float* input, float* output,
               float* hidden, float* cell, int8_t* scratch) {
  float* sums = reinterpret_cast<float*>(scratch);
  for (int32_t b = 0; b < p.batches; ++b) {
    for (int32_t t = 0; t < p.steps; ++t) {
      const int32_t place = p.time_major ? t * p.batches + b : b * p.steps + t;
      Step(p, input + place * p.inputs, hidden, cell, sums);
      for (int32_t i = 0; i < p.units; ++i) {
        output[place * p.units + i] = hidden[i];
      }
    }
    hidden += p.units;
    cell += p.units;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
