// Which real values a tensor takes, and the interval worth representing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lib/model/calibrate/float_model.h"

namespace mote {

struct ValueRange {
  double low = 0, high = 0;  // low <= 0 <= high
};

enum class RangeMethod {
  kMinMax,      // everything seen
  kPercentile,  // all but a small share at either end
  kMse,         // least mean squared error of an 8-bit tensor
};

// How often values occur, in equal bins whose width is a power of two and
// grows with the largest value: so adding is exact in any order.
class ValueHistogram {
 public:
  void add(std::span<const float> values);
  void add(const ValueHistogram& other);

  // Contains 0 always. `percentile` (99.99: a ten-thousandth is cut at either
  // end) is used by kPercentile alone.
  ValueRange range(RangeMethod method, double percentile) const;

  int64_t count() const { return count_; }

 private:
  static constexpr int kHalf = 4096;  // bins on either side of 0

  void widen_to(double largest);
  void widen_once();
  ValueRange percentile_range(double percentile) const;
  ValueRange least_error_range() const;
  double squared_error(const ValueRange& range) const;

  int exponent_ = -40;  // a bin is 2^exponent_ wide
  double low_ = 0, high_ = 0;
  int64_t count_ = 0;  // exact zeros too, which are in no bin
  std::vector<int64_t> bins_;
};

// Runs the model on every input and gives a histogram a tensor, by tensor
// index (empty for constants). The result does not depend on `threads`.
std::vector<ValueHistogram> observe(
    const FloatModel& model, const std::vector<std::vector<float>>& inputs,
    int threads);

}  // namespace mote
