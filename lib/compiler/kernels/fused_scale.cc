#include "lib/compiler/kernels/fused_scale.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mote {
namespace {

// The first sum that leads to `output` or more.
struct OutputStep {
  int64_t sum = 0;
  int32_t output = 0;
};

// One output channel: the steps of its outputs, and the search.
class Channel {
 public:
  Channel(const Multiplier& multiplier, int32_t zero_point,
          const ActivationRange& clamp, const SumRange& range,
          FloatProduct product)
      : multiplier_(multiplier),
        zero_point_(zero_point),
        clamp_(clamp),
        range_(range),
        product_(product),
        real_scale_(std::ldexp(multiplier.multiplier, multiplier.shift - 31)) {
    find_steps();
  }

  std::optional<FusedScale> prove() const {
    if (const auto one = prove_scales(&Channel::with_one_offset)) return one;
    return prove_scales(&Channel::with_two_offsets);
  }

 private:
  int32_t output(int64_t sum) const {
    const int64_t scaled =
        int64_t{requantize(static_cast<int32_t>(sum), multiplier_)} +
        zero_point_;
    return static_cast<int32_t>(
        std::clamp<int64_t>(scaled, clamp_.min, clamp_.max));
  }

  static int32_t clamped(float value, const ActivationRange& clamp) {
    // Far outside the range any integer will do.
    const float near = std::clamp(value, -1024.0f, 1024.0f);
    return std::clamp(static_cast<int32_t>(std::nearbyint(near)), clamp.min,
                      clamp.max);
  }

  int32_t fused_output(int64_t sum, float scale, float offset) const {
    const auto value = static_cast<float>(static_cast<int32_t>(sum));
    const float scaled = product_ == FloatProduct::kFused
                             ? std::fma(value, scale, offset)
                             : value * scale + offset;
    return clamped(scaled, clamp_);
  }

  using Search = std::optional<FusedScale> (Channel::*)(float) const;

  // Scales next to the real one.
  std::optional<FusedScale> prove_scales(Search search) const {
    constexpr int kFarthest = 24;  // units in the last place
    for (const float towards : {0.0f, HUGE_VALF}) {
      float scale = static_cast<float>(real_scale_);
      for (int distance = 0; distance <= kFarthest; ++distance) {
        if (const auto found = (this->*search)(scale)) return found;
        scale = std::nextafterf(scale, towards);
      }
    }
    return std::nullopt;
  }

  std::optional<FusedScale> with_one_offset(float scale) const {
    const auto offset = find_offset(scale, range_);
    if (!offset) return std::nullopt;
    return FusedScale{scale, *offset, *offset};
  }

  std::optional<FusedScale> with_two_offsets(float scale) const {
    if (range_.low >= 0 || range_.high < 0) return std::nullopt;
    const auto offset = find_offset(scale, {0, range_.high});
    if (!offset) return std::nullopt;
    const auto negative = find_offset(scale, {range_.low, -1});
    if (!negative) return std::nullopt;
    return FusedScale{scale, *offset, *negative};
  }

  void find_steps() {
    const int32_t first = output(range_.low), last = output(range_.high);
    for (int32_t k = first + 1; k <= last; ++k) {
      int64_t sum = static_cast<int64_t>(
          std::floor((k - zero_point_ - 0.5) / real_scale_));
      sum = std::clamp(sum, range_.low, range_.high);
      while (sum > range_.low && output(sum) >= k) --sum;
      while (output(sum) < k) ++sum;
      steps_.push_back({sum, k});
    }
  }

  // Whether every sum of `range` gets its output.
  bool exact(float scale, float offset, const SumRange& range) const {
    for (const OutputStep& step : steps_) {
      if (step.sum <= range.low || step.sum > range.high) continue;
      if (fused_output(step.sum, scale, offset) < step.output ||
          fused_output(step.sum - 1, scale, offset) >= step.output) {
        return false;
      }
    }
    return fused_output(range.low, scale, offset) == output(range.low) &&
           fused_output(range.high, scale, offset) == output(range.high);
  }

  // Tries offsets in the middle of those that real numbers would allow.
  std::optional<float> find_offset(float scale, const SumRange& range) const {
    // The outputs at the ends bound it where there is no step.
    double low =
        output(range.low) - 0.5 - scale * static_cast<double>(range.low);
    double high = low + 1;
    if (output(range.low) == clamp_.min) low -= 1e6;
    if (output(range.low) == clamp_.max) high += 1e6;
    for (const OutputStep& step : steps_) {
      if (step.sum <= range.low || step.sum > range.high) continue;
      const double edge = step.output - 0.5;
      const double sum = static_cast<double>(step.sum);
      low = std::max(low, edge - scale * sum);
      high = std::min(high, edge - scale * (sum - 1));
    }
    constexpr double kRounding = 0x1p-14;  // of values up to 256
    if (low > high + kRounding) return std::nullopt;
    const double middle = (low + high) / 2;
    const double unit =
        std::max(std::max(std::abs(middle), 1.0) * 0x1p-24, (high - low) / 64);
    constexpr int kTries = 25;
    for (int i = 0; i < kTries; ++i) {
      const double moved = (i + 1) / 2 * (i % 2 == 0 ? unit : -unit);
      const float offset = static_cast<float>(middle + moved);
      if (exact(scale, offset, range)) return offset;
    }
    return std::nullopt;
  }

  Multiplier multiplier_;
  int32_t zero_point_;
  ActivationRange clamp_;
  SumRange range_;
  FloatProduct product_;
  double real_scale_;
  std::vector<OutputStep> steps_;
};

}  // namespace

std::optional<FusedScale> prove_fused_scale(const Multiplier& multiplier,
                                            int32_t zero_point,
                                            const ActivationRange& clamp,
                                            const SumRange& range,
                                            FloatProduct product) {
  const bool wraps = range.low < INT32_MIN || range.high > INT32_MAX;
  if (wraps || multiplier.shift > 0) return std::nullopt;
  return Channel(multiplier, zero_point, clamp, range, product).prove();
}

}  // namespace mote
