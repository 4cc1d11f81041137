// Functions of one int8 value, in TensorFlow Lite Micro's arithmetic.
#include <algorithm>
#include <cmath>

#include "device/nn/fixed_point_exp.h"
#include "device/nn/inverse_root.h"
#include "lib/compiler/kernels/conv_layer.h"
#include "lib/compiler/kernels/quantization.h"
#include "lib/compiler/kernels/slopes.h"
#include "lib/compiler/kernels/unary.h"

namespace mote {
namespace {

float single_scale(const Tensor& tensor) {
  return static_cast<float>(tensor.scale());
}

// Inputs of logistic and tanh in Q4.27, and from where on they saturate
// (LogisticPrepare, TanhPrepare).
struct Q4Input {
  Multiplier scale;
  int32_t zero_point, radius;
};

Q4Input q4_input(const Tensor& input) {
  constexpr int kIntegerBits = 4;
  Q4Input result;
  result.scale =
      quantize_multiplier(input.scale() * std::ldexp(1.0, 31 - kIntegerBits));
  const double radius =
      std::floor(((1 << kIntegerBits) - 1) *
                 std::ldexp(1.0, 31 - kIntegerBits - result.scale.shift));
  result.radius = static_cast<int32_t>(std::min(radius, 1e9));
  result.zero_point = input.zero_point();
  return result;
}

// `function` of values in Q4.27 to Q0.31, of which 31 - `shift` bits remain.
Int8Function saturating(const Q4Input& in, int32_t (*function)(int32_t),
                        int shift, int32_t zero_point) {
  return [=](int32_t value) {
    const int32_t centred = value - in.zero_point;
    if (centred <= -in.radius) return -128;
    if (centred >= in.radius) return 127;
    const int32_t result =
        function(nn::Requantize(centred, in.scale.multiplier, in.scale.shift));
    return nn::RoundingShiftRight(result, shift) + zero_point;
  };
}

int16_t saturate_int16(int64_t value) {
  return static_cast<int16_t>(std::clamp<int64_t>(value, -32768, 32767));
}

// a * b / 2^15, rounded to nearest.
int16_t rounding_high_multiply(int16_t a, int16_t b) {
  if (a == INT16_MIN && b == INT16_MIN) return INT16_MAX;
  const int32_t product = int32_t{a} * b;
  return static_cast<int16_t>(
      (product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
}

// The upper half of a multiplier.
int16_t upper_half(int32_t multiplier) {
  constexpr int32_t kHalf = 1 << 15;
  if (multiplier >= INT32_MAX - kHalf) return INT16_MAX;
  return static_cast<int16_t>((multiplier + kHalf) >> 16);
}

struct HardSwish {
  int32_t input_zero_point, output_zero_point;
  Multiplier output, reluish;

  // (x + 3) / 6 saturated to 0..1, in Q0.15.
  int16_t share(int16_t fine) const {
    const int exponent = reluish.shift;
    int16_t value = fine;
    if (exponent > 0) {
      value = saturate_int16(int64_t{value} << std::min(exponent - 1, 31));
    }
    value = rounding_high_multiply(value, upper_half(reluish.multiplier));
    if (exponent > 0) value = saturate_int16(int64_t{value} * 2);
    if (exponent < 0) {
      value = static_cast<int16_t>(nn::RoundingShiftRight(value, -exponent));
    }
    return static_cast<int16_t>((value + (1 << 15)) >> 1);
  }

  int32_t operator()(int32_t value) const {
    const auto fine = static_cast<int16_t>((value - input_zero_point) * 128);
    const int16_t scaled =
        rounding_high_multiply(fine, upper_half(output.multiplier));
    const int32_t product = share(fine) * scaled;
    const auto truncated = static_cast<int16_t>(product / (1 << 15));
    return static_cast<int16_t>(
        nn::RoundingShiftRight(truncated, -output.shift) + output_zero_point);
  }
};

}  // namespace

Int8Function elu_int8(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const float input_scale = single_scale(input);
  const Tensor& output = lowering.output(op);
  const float steps = 1 / single_scale(output);
  const int input_zero = input.zero_point(), output_zero = output.zero_point();
  return [=](int32_t value) {
    const float real = input_scale * static_cast<float>(value - input_zero);
    const float elu = real < 0 ? std::exp(real) - 1.0f : real;
    if (elu == 0) return output_zero;
    constexpr float kFar = 1 << 20;
    return static_cast<int32_t>(
        std::clamp(std::round(elu * steps), -kFar, kFar) +
        static_cast<float>(output_zero));
  };
}

Int8Function hard_swish_int8(const Operator& op, const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const float fine_scale = (1.0f / 128.0f) * single_scale(input);
  HardSwish function{
      input.zero_point(), output.zero_point(),
      quantize_multiplier(double{fine_scale / single_scale(output)}),
      quantize_multiplier(double{fine_scale / (3.0f / 32768)})};
  if (function.output.shift > 0) {
    lowering.refuse(op, "its output's scale is too small");
  }
  return function;
}

Int8Function logistic_int8(const Operator& op, const Lowering& lowering) {
  return saturating(q4_input(lowering.input(op, 0)), nn::LogisticOfQ4, 23,
                    -128);
}

Int8Function tanh_int8(const Operator& op, const Lowering& lowering) {
  return saturating(q4_input(lowering.input(op, 0)), nn::TanhOfQ4, 24, 0);
}

Int8Function reciprocal_root_int8(const Operator& op,
                                  const Lowering& lowering) {
  const Tensor& input = lowering.input(op, 0);
  const Tensor& output = lowering.output(op);
  const double root = double{std::sqrt(single_scale(input))};
  const Multiplier scale = quantize_multiplier(
      1 / static_cast<double>(static_cast<float>(root) * single_scale(output)));
  const int input_zero = input.zero_point(), output_zero = output.zero_point();
  return [=](int32_t value) {
    constexpr int kFractionBits = 20;
    // Undefined below zero; there as at zero.
    if (value <= input_zero) return 127;
    if (scale.shift - kFractionBits < -31) return output_zero;
    const nn::InverseRoot inverse = nn::InverseRootOf(value - input_zero);
    const int32_t fraction =
        nn::Requantize(1, inverse.multiplier, inverse.shift + kFractionBits);
    return nn::WrappingAdd(
        nn::Requantize(fraction, scale.multiplier, scale.shift - kFractionBits),
        output_zero);
  };
}

Int8Function slopes_int8(const Operator& op, const Lowering& lowering) {
  const Slopes s = read_slopes(op, lowering);
  return [=](int32_t value) {
    const int32_t x = value - s.input_zero_point;
    const int32_t scaled =
        x >= 0 ? nn::Requantize(x, s.positive.multiplier, s.positive.shift)
               : s.result_sign * nn::Requantize(s.negative_sign * x,
                                                s.negative.multiplier,
                                                s.negative.shift);
    return std::clamp(nn::WrappingAdd(scaled, s.output_zero_point), s.range.min,
                      s.range.max);
  };
}

}  // namespace mote
