// Float operators as plain loops, one sample at a time.
#pragma once

#include <span>

#include "lib/model/model.h"

namespace mote::float_kernels {

// Input and output {1, height, width, channels}; weights {height, width,
// input channels, output channels}; `shape` is that of the .tflite weights,
// {output channels, height, width, input channels}.
struct Window {
  const OperatorOptions& options;
  const std::vector<int>& input_shape;
  const std::vector<int>& output_shape;
  const std::vector<int>& weight_shape;
};

void conv(const Window& window, const float* input, const float* weights,
          const float* bias, float* output);

// Weights as in .tflite: {1, height, width, output channels}.
void depthwise_conv(const Window& window, const float* input,
                    const float* weights, const float* bias, float* output);

// Weights {inputs, outputs}.
void fully_connected(std::span<const float> input, const float* weights,
                     const float* bias, std::span<float> output);

// The mean over height and width of {1, height, width, channels}.
void spatial_mean(std::span<const float> input, std::span<float> output);

void softmax(std::span<const float> input, float beta, std::span<float> output);

void activate(Activation activation, std::span<float> values);

}  // namespace mote::float_kernels
