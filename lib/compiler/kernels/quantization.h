// Real scales as the integers that kernels multiply by: the formulas of
// TensorFlow Lite (quantization_util.cc, kernel_util.cc), so that results are
// the same bits.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// value = multiplier / 2^31 * 2^shift, multiplier in [2^30, 2^31) or 0.
struct Multiplier {
  int32_t multiplier = 0;
  int shift = 0;
  bool ties_up = false;  // nn::RequantizeTiesUp, not nn::Requantize

  bool operator==(const Multiplier&) const = default;
};
// Throws Error for values below 0 or from 2^31, which no sound model has.
Multiplier quantize_multiplier(double value);

// A sum times the multiplier, rounded as kernels do it.
int32_t requantize(int32_t sum, const Multiplier& multiplier);

// The quantized range that an activation leaves of an int8 or int16 tensor.
struct ActivationRange {
  int32_t min = -128, max = 127;
};
ActivationRange activation_range(Activation activation, const Tensor& output);

struct FloatRange {
  float min, max;
};
FloatRange float_activation_range(Activation activation);

// Input scale * weight scale / output scale of each of `channels` channels of
// a convolution.
std::vector<Multiplier> convolution_multipliers(const Tensor& input,
                                                const Tensor& weights,
                                                const Tensor& output,
                                                int channels);

// The same for fully connected layers, where TensorFlow Lite multiplies the
// scales of a tensor quantized as a whole in single precision.
std::vector<Multiplier> fully_connected_multipliers(const Tensor& input,
                                                    const Tensor& weights,
                                                    const Tensor& output,
                                                    int channels);

// Parts of a list of multipliers, as kernels take them.
std::vector<int32_t> mantissas(const std::vector<Multiplier>& multipliers);
std::vector<int8_t> shifts(const std::vector<Multiplier>& multipliers);

}  // namespace mote
