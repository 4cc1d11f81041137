#include "lib/model/calibrate/ranges.h"

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/base/threads.h"

namespace mote {

void ValueHistogram::widen_once() {
  // Bins i and i + 1 become one; counted from zero, so that signs never mix.
  std::vector<int64_t> wide(bins_.size());
  for (int i = -kHalf; i < kHalf; ++i) {
    const int half = i >= 0 ? i / 2 : -((-i + 1) / 2);
    wide[half + kHalf] += bins_[i + kHalf];
  }
  bins_ = std::move(wide);
  ++exponent_;
}

void ValueHistogram::widen_to(double largest) {
  if (bins_.empty()) bins_.resize(2 * kHalf);
  while (largest >= std::ldexp(kHalf, exponent_)) widen_once();
}

void ValueHistogram::add(std::span<const float> values) {
  if (values.empty()) return;
  const auto [low, high] = std::ranges::minmax(values);
  if (!std::isfinite(low) || !std::isfinite(high)) {
    throw Error("the model's values are not finite", "calibration",
                "Training may have diverged: lower the learning rate.");
  }
  low_ = std::min<double>(low_, low);
  high_ = std::max<double>(high_, high);
  widen_to(std::max<double>(-low, high));
  const float bins_a_unit = std::ldexp(1.0f, -exponent_);
  for (float value : values) {
    if (value == 0) continue;
    const int bin = static_cast<int>(std::floor(value * bins_a_unit));
    ++bins_[std::max(bin, -kHalf) + kHalf];
  }
  count_ += static_cast<int64_t>(values.size());
}

void ValueHistogram::add(const ValueHistogram& other) {
  if (other.count_ == 0) return;
  ValueHistogram copy = other;
  if (bins_.empty()) bins_.resize(2 * kHalf);
  while (copy.exponent_ < exponent_) copy.widen_once();
  while (exponent_ < copy.exponent_) widen_once();
  for (size_t i = 0; i < bins_.size(); ++i) bins_[i] += copy.bins_[i];
  low_ = std::min(low_, copy.low_);
  high_ = std::max(high_, copy.high_);
  count_ += copy.count_;
}

ValueRange ValueHistogram::range(RangeMethod method, double percentile) const {
  if (count_ == 0 || method == RangeMethod::kMinMax) return {low_, high_};
  return method == RangeMethod::kPercentile ? percentile_range(percentile)
                                            : least_error_range();
}

ValueRange ValueHistogram::percentile_range(double percentile) const {
  const auto cut = static_cast<int64_t>(
      std::floor(static_cast<double>(count_) * (100 - percentile) / 100));
  int first = 0, last = 2 * kHalf - 1;
  int64_t below = bins_[first], above = bins_[last];
  while (first < kHalf && below <= cut) below += bins_[++first];
  while (last >= kHalf && above <= cut) above += bins_[--last];
  return {std::max(low_, std::ldexp(first - kHalf, exponent_)),
          std::min(high_, std::ldexp(last + 1 - kHalf, exponent_))};
}

// Of rounding inside the range (a twelfth of a step squared, evenly spread)
// and of cutting off outside.
double ValueHistogram::squared_error(const ValueRange& range) const {
  const double step = (range.high - range.low) / 255;
  double error = 0;
  for (int i = -kHalf; i < kHalf; ++i) {
    const int64_t count = bins_[i + kHalf];
    if (count == 0) continue;
    const double value = std::ldexp(i + 0.5, exponent_);
    const double beyond =
        std::max({range.low - value, value - range.high, 0.0});
    error += static_cast<double>(count) * (beyond * beyond + step * step / 12);
  }
  return error;
}

ValueRange ValueHistogram::least_error_range() const {
  ValueRange best = {low_, high_};
  double least = squared_error(best);
  // One end after the other, in hundredths of what was seen.
  for (double ValueRange::*end : {&ValueRange::high, &ValueRange::low}) {
    const double whole = best.*end;
    for (int hundredths = 99; hundredths >= 20; --hundredths) {
      ValueRange candidate = best;
      candidate.*end = whole * hundredths / 100;
      const double error = squared_error(candidate);
      if (error < least) least = error, best = candidate;
    }
  }
  return best;
}

std::vector<ValueHistogram> observe(
    const FloatModel& model, const std::vector<std::vector<float>>& inputs,
    int threads) {
  const size_t tensors = model.model().tensors.size();
  const size_t shards = std::min<size_t>(
      inputs.size(), static_cast<size_t>(std::max(threads, 1)));
  std::vector<std::vector<ValueHistogram>> seen(
      shards, std::vector<ValueHistogram>(tensors));
  parallel_for(shards, threads, [&](size_t shard) {
    for (size_t i = shard; i < inputs.size(); i += shards) {
      const FloatModel::Tensors values = model.run(inputs[i]);
      for (size_t t = 0; t < tensors; ++t) seen[shard][t].add(values[t]);
    }
  });
  std::vector<ValueHistogram> all(tensors);
  for (const auto& part : seen) {
    for (size_t t = 0; t < tensors; ++t) all[t].add(part[t]);
  }
  return all;
}

}  // namespace mote
