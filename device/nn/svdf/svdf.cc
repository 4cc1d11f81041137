#include "device/nn/svdf/svdf.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Every filter's values one step into the past; the newest is free.
template <typename T>
void Age(int32_t filters, int32_t memory, T* state) {
  for (int32_t i = 0; i + 1 < filters * memory; ++i) state[i] = state[i + 1];
}

int32_t Filter(const SvdfParams& p, const int8_t* input,
               const int8_t* weights) {
  int32_t sum = 0;
  for (int32_t i = 0; i < p.inputs; ++i) {
    sum += weights[i] * (input[i] - p.input_zero_point);
  }
  return Requantize(sum, p.feature_multiplier, p.feature_shift);
}

template <typename T>
int32_t OverTime(const SvdfParams& p, int32_t filter, const T* weights,
                 const T* state) {
  int32_t sum = 0;
  for (int32_t m = filter * p.memory; m < (filter + 1) * p.memory; ++m) {
    sum = WrappingAdd(sum, weights[m] * (state[m] - p.state_zero_point));
  }
  return sum;
}

template <typename T>
void SvdfOfOne(const SvdfParams& p, int32_t low, int32_t high,
               const int8_t* input, const T* time_weights, int8_t* output,
               T* state) {
  Age(p.filters, p.memory, state);
  for (int32_t f = 0; f < p.filters; ++f) {
    const int32_t value = Filter(p, input, p.feature_weights + f * p.inputs);
    state[(f + 1) * p.memory - 1] =
        static_cast<T>(p.state_zero_point + Clamp(value, low, high));
  }
  for (int32_t unit = 0; unit < p.filters / p.rank; ++unit) {
    int32_t sum = p.bias[unit];
    for (int32_t f = unit * p.rank; f < (unit + 1) * p.rank; ++f) {
      sum = WrappingAdd(sum, OverTime(p, f, time_weights, state));
    }
    const int32_t scaled =
        WrappingAdd(Requantize(sum, p.output_multiplier, p.output_shift),
                    p.output_zero_point);
    output[unit] =
        static_cast<int8_t>(Clamp<int32_t>(scaled, INT8_MIN, INT8_MAX));
  }
}

template <typename T>
void Svdf(const SvdfParams& p, int32_t low, int32_t high, const int8_t* input,
          const T* time_weights, int8_t* output, T* state) {
  for (int32_t b = 0; b < p.batches; ++b) {
    SvdfOfOne(p, low, high, input + b * p.inputs, time_weights,
              output + b * (p.filters / p.rank),
              state + b * p.filters * p.memory);
  }
}

void SvdfOfOne(const SvdfFloatParams& p, const float* input,
               const float* time_weights, float* output, float* state) {
  Age(p.filters, p.memory, state);
  const float* weights = p.feature_weights;
  for (int32_t f = 0; f < p.filters; ++f) {
    float sum = 0.0f;
    for (int32_t i = 0; i < p.inputs; ++i) sum += *weights++ * input[i];
    state[(f + 1) * p.memory - 1] = sum;
  }
  int32_t at = 0;
  for (int32_t unit = 0; unit < p.filters / p.rank; ++unit) {
    float sum = p.bias[unit];
    for (int32_t m = 0; m < p.rank * p.memory; ++m, ++at) {
      sum += time_weights[at] * state[at];
    }
    output[unit] = Clamp(sum, p.activation_min, p.activation_max);
  }
}

}  // namespace

void SvdfInt8(const SvdfParams& p, const int8_t* input,
              const int8_t* time_weights, int8_t* output, int8_t* state,
              int8_t* /*scratch*/) {
  Svdf(p, INT8_MIN, INT8_MAX, input, time_weights, output, state);
}

void SvdfInt16State(const SvdfParams& p, const int8_t* input,
                    const int16_t* time_weights, int8_t* output, int16_t* state,
                    int8_t* /*scratch*/) {
  Svdf(p, INT16_MIN, INT16_MAX, input, time_weights, output, state);
}

void SvdfFloat(const SvdfFloatParams& p, const float* input,
               const float* time_weights, float* output, float* state,
               int8_t* /*scratch*/) {
  for (int32_t b = 0; b < p.batches; ++b) {
    SvdfOfOne(p, input + b * p.inputs, time_weights,
              output + b * (p.filters / p.rank),
              state + b * p.filters * p.memory);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
