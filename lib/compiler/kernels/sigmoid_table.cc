#include "lib/compiler/kernels/sigmoid_table.h"

#include <cmath>

namespace mote {
namespace {

constexpr int kEntries = 256;
constexpr double kStep = 1.0 / 24;

// Each entry lies half of the largest error of the chord to its neighbour too
// high, so that interpolated values are as often too high as too low.
uint16_t entry(int i) {
  // The last is the limit.
  if (i == kEntries - 1) return UINT16_MAX;
  const double sigmoid = 1 / (1 + std::exp(-i * kStep));
  const double curvature = sigmoid * (1 - sigmoid) * (2 * sigmoid - 1);
  const double chord_error = curvature * kStep * kStep / 8;
  return static_cast<uint16_t>(
      std::floor(65536 * (sigmoid + chord_error / 2) + 0.5));
}

}  // namespace

Location sigmoid_table(Lowering& lowering) {
  std::vector<uint16_t> table;
  for (int i = 0; i < kEntries; ++i) table.push_back(entry(i));
  return lowering.constant("Sigmoid", Type::kUint16, table,
                           "the logistic function of i / 24, 16 fraction bits");
}

}  // namespace mote
