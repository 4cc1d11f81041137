#include "lib/compiler/kernels/tabulated_add.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "device/nn/requantize.h"

namespace mote {
namespace {

constexpr int kValues = 256;
constexpr int kFractionBits = 20;  // of the reference kernel's scaled inputs
constexpr int kMostShift = 22;

// What each value of an input adds to the sum that is requantized.
std::array<int32_t, kValues> scaled(int32_t zero_point, int32_t multiplier,
                                    int32_t shift) {
  std::array<int32_t, kValues> values;
  for (int v = 0; v < kValues; ++v) {
    const int32_t x = (v - 128 - zero_point) * (1 << kFractionBits);
    values[static_cast<size_t>(v)] = nn::Requantize(x, multiplier, shift);
  }
  return values;
}

class Addition {
 public:
  explicit Addition(const nn::AddParams& p)
      : p_(p),
        first_(scaled(p.first_zero_point, p.first_multiplier, p.first_shift)),
        second_(
            scaled(p.second_zero_point, p.second_multiplier, p.second_shift)) {}

  AddTables tables(int shift, int32_t nudge) const {
    const double scale =
        std::ldexp(p_.output_multiplier, p_.output_shift - 31 + shift);
    AddTables tables;
    tables.shift = shift;
    const int32_t half = (1 << shift) / 2 + nudge;
    for (size_t v = 0; v < kValues; ++v) {
      tables.first.push_back(
          static_cast<int32_t>(std::lround(first_[v] * scale)) +
          p_.output_zero_point * (1 << shift) + half);
      tables.second.push_back(
          static_cast<int32_t>(std::lround(second_[v] * scale)));
    }
    return tables;
  }

  // Bits before the point that the two tables' sum needs, sign included.
  int integer_bits() const {
    const double scale = std::ldexp(p_.output_multiplier, p_.output_shift - 31);
    double most = 0;
    for (const auto* values : {&first_, &second_}) {
      double largest = 0;
      for (const int32_t value : *values) {
        largest = std::max(largest, std::fabs(value * scale));
      }
      most += largest;
    }
    return static_cast<int>(std::ceil(std::log2(most + 130))) + 1;
  }

  bool equals(const AddTables& tables) const {
    for (size_t a = 0; a < kValues; ++a) {
      for (size_t b = 0; b < kValues; ++b) {
        const int32_t sum =
            (tables.first[a] + tables.second[b]) >> tables.shift;
        if (clamp(sum) != output(a, b)) return false;
      }
    }
    return true;
  }

 private:
  int32_t clamp(int32_t value) const {
    return std::clamp(value, p_.activation_min, p_.activation_max);
  }
  int32_t output(size_t a, size_t b) const {
    return clamp(nn::Requantize(first_[a] + second_[b], p_.output_multiplier,
                                p_.output_shift) +
                 p_.output_zero_point);
  }

  const nn::AddParams& p_;
  std::array<int32_t, kValues> first_, second_;
};

}  // namespace

std::optional<AddTables> tabulate_add(const nn::AddParams& params) {
  const Addition addition(params);
  const int shift = std::min(kMostShift, 31 - addition.integer_bits());
  if (shift < 8) return std::nullopt;
  for (const int32_t nudge : {0, -1, 1, -2, 2, -4, 4}) {
    AddTables tables = addition.tables(shift, nudge);
    if (addition.equals(tables)) return tables;
  }
  return std::nullopt;
}

}  // namespace mote
