#include "lib/compiler/kernels/fused_add.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "device/nn/requantize.h"

namespace mote {
namespace {

constexpr int kFractionBits = 20;
constexpr int kPairs = 65536;

int32_t scaled(int32_t value, const Multiplier& m) {
  return nn::Requantize(value, m.multiplier, m.shift);
}

int32_t first_of(int pair) { return pair / 256 - 128; }
int32_t second_of(int pair) { return pair % 256 - 128; }

class Proof {
 public:
  Proof(const Int8Addition& addition, FloatProduct product)
      : range_(addition.range), product_(product) {
    expected_.reserve(kPairs);
    for (int pair = 0; pair < kPairs; ++pair) {
      expected_.push_back(
          static_cast<int8_t>(addition(first_of(pair), second_of(pair))));
    }
  }

  // Begins with the pair that refuted the last attempt.
  bool exact(const FusedAdd& fused) {
    if (!right(suspect_, fused)) return false;
    for (int pair = 0; pair < kPairs; ++pair) {
      if (!right(pair, fused)) {
        suspect_ = pair;
        return false;
      }
    }
    return true;
  }

 private:
  bool right(int pair, const FusedAdd& f) const {
    const auto x = static_cast<float>(first_of(pair));
    const auto y = static_cast<float>(second_of(pair));
    const bool fused = product_ == FloatProduct::kFused;
    const float value =
        fused
            ? std::fma(x, f.first_scale, std::fma(y, f.second_scale, f.offset))
            : x * f.first_scale + (y * f.second_scale + f.offset);
    if (!fused && std::abs(value) > 0x1p21f) return false;
    const float near = std::clamp(value, -1024.0f, 1024.0f);
    return std::clamp(static_cast<int32_t>(std::nearbyint(near)), range_.min,
                      range_.max) == expected_[pair];
  }

  ActivationRange range_;
  FloatProduct product_;
  std::vector<int8_t> expected_;
  int suspect_ = 0;
};

float moved(double value, int ulps) {
  float result = static_cast<float>(value);
  for (; ulps > 0; --ulps) result = std::nextafterf(result, HUGE_VALF);
  for (; ulps < 0; ++ulps) result = std::nextafterf(result, 0.0f);
  return result;
}

}  // namespace

int32_t Int8Addition::operator()(int32_t a, int32_t b) const {
  const int32_t one = 1 << kFractionBits;
  const int32_t x = scaled((a - first_zero_point) * one, first);
  const int32_t y = scaled((b - second_zero_point) * one, second);
  return std::clamp(scaled(x + y, sum) + output_zero_point, range.min,
                    range.max);
}

std::optional<FusedAdd> prove_fused_add(const Int8Addition& addition,
                                        FloatProduct product) {
  Proof proof(addition, product);
  const double offset = addition.output_zero_point -
                        addition.first_zero_point * addition.first_scale -
                        addition.second_zero_point * addition.second_scale;
  constexpr double kStep = 0x1p-19;
  constexpr int kFarthest = 20;  // steps
  for (const int first : {0, 1, -1, 2, -2}) {
    for (const int second : {0, 1, -1, 2, -2}) {
      for (int k = 0; k <= 2 * kFarthest; ++k) {
        const int steps = (k + 1) / 2 * (k % 2 == 0 ? 1 : -1);
        const FusedAdd fused{moved(addition.first_scale, first),
                             moved(addition.second_scale, second),
                             static_cast<float>(offset + steps * kStep)};
        if (proof.exact(fused)) return fused;
      }
    }
  }
  return std::nullopt;
}

}  // namespace mote
