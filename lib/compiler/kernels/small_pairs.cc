#include "lib/compiler/kernels/small_pairs.h"

#include <array>
#include <bitset>

namespace mote {
namespace {

constexpr int kGroup = 16;

bool fits(int a, int b) { return a + b >= -128 && a + b <= 128; }

// Pairs sixteen inputs off, by backtracking: partners are plenty.
class Matching {
 public:
  // Inputs first to first + 15.
  Matching(const ConvLayer& layer, int32_t first) {
    for (std::bitset<kGroup>& partners : partners_) partners.set();
    const int32_t row = layer.input_channels;
    for (int32_t o = 0; o < layer.output_channels; ++o) {
      const int8_t* weights = &layer.weights[o * row + first];
      for (int i = 0; i < kGroup; ++i) {
        for (int j = 0; j < kGroup; ++j) {
          if (!fits(weights[i], weights[j])) partners_[i].reset(j);
        }
      }
    }
  }

  // Positions, one pair after the other; empty when there is no matching.
  std::vector<int8_t> find() {
    std::bitset<kGroup> left;
    left.set();
    std::vector<int8_t> order;
    if (!extend(left, order)) order.clear();
    return order;
  }

 private:
  bool extend(std::bitset<kGroup> left, std::vector<int8_t>& order) {
    int first = 0;
    while (first < kGroup && !left[first]) ++first;
    if (first == kGroup) return true;
    left.reset(first);
    for (int second = first + 1; second < kGroup; ++second) {
      if (!left[second] || !partners_[first][second]) continue;
      order.push_back(static_cast<int8_t>(first));
      order.push_back(static_cast<int8_t>(second));
      std::bitset<kGroup> rest = left;
      rest.reset(second);
      if (extend(rest, order)) return true;
      order.resize(order.size() - 2);
    }
    return false;
  }

  std::array<std::bitset<kGroup>, kGroup> partners_;
};

}  // namespace

bool has_small_pairs(const ConvLayer& layer) {
  if (layer.window.dilation_width > 1) return false;
  const auto run =
      static_cast<size_t>(layer.window.kernel_width * layer.input_channels);
  for (size_t begin = 0; begin < layer.weights.size(); begin += run) {
    for (size_t k = begin; k + 1 < begin + run; k += 2) {
      if (!fits(layer.weights[k], layer.weights[k + 1])) return false;
    }
  }
  return true;
}

std::optional<std::vector<int8_t>> small_pair_order(const ConvLayer& layer) {
  if (layer.taps() != 1 || layer.input_channels % kGroup != 0) {
    return std::nullopt;
  }
  std::vector<int8_t> order;
  for (int32_t first = 0; first < layer.input_channels; first += kGroup) {
    const std::vector<int8_t> group = Matching(layer, first).find();
    if (group.empty()) return std::nullopt;
    order.insert(order.end(), group.begin(), group.end());
  }
  return order;
}

ConvLayer reordered(ConvLayer layer, const std::vector<int8_t>& order) {
  const std::vector<int8_t> weights = layer.weights;
  for (size_t i = 0; i < weights.size(); ++i) {
    const size_t input = i % order.size();
    const size_t from = input / kGroup * kGroup + order[input];
    layer.weights[i] = weights[i - input + from];
  }
  return layer;
}

}  // namespace mote
