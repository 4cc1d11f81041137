#include "lib/embedding/quad_tree.h"

#include <algorithm>

namespace mote {
namespace {

constexpr int kLevels = 16;

// The bits of a 16-bit number at every second place.
uint32_t spread_bits(uint32_t bits) {
  bits = (bits | bits << 8) & 0x00ff00ff;
  bits = (bits | bits << 4) & 0x0f0f0f0f;
  bits = (bits | bits << 2) & 0x33333333;
  return (bits | bits << 1) & 0x55555555;
}

struct Square {
  float left = 0, bottom = 0, side = 0;
};

Square around(const Plane& points) {
  const auto [left, right] = std::ranges::minmax_element(points.x);
  const auto [bottom, top] = std::ranges::minmax_element(points.y);
  const float side = std::max(*right - *left, *top - *bottom);
  return {*left, *bottom, std::max(side, 1e-30F)};
}

// Where a point lies in the squares: two bits a level, the coarsest highest
// (Morton, 1966); below them its number.
std::vector<uint64_t> keys_of(const Plane& points, const Square& square) {
  constexpr float kCells = 1 << kLevels;
  const auto cell = [&](float distance) {
    return static_cast<uint32_t>(
        std::clamp(distance / square.side * kCells, 0.0F, kCells - 1));
  };
  std::vector<uint64_t> keys(points.size());
  for (size_t i = 0; i < points.size(); ++i) {
    const uint32_t place = spread_bits(cell(points.x[i] - square.left)) |
                           spread_bits(cell(points.y[i] - square.bottom)) << 1;
    keys[i] = uint64_t{place} << 32 | i;
  }
  std::ranges::sort(keys);
  return keys;
}

class Builder {
 public:
  Builder(QuadTree& tree, std::vector<uint64_t> keys, size_t most)
      : tree_(tree), keys_(std::move(keys)), most_(most) {}

  void add(uint32_t first, uint32_t end, int level, float side) {
    const size_t at = tree_.nodes.size();
    tree_.nodes.emplace_back();
    QuadNode node{0, 0, side, first, end, 0, false, level == kLevels};
    node.leaf = end - first <= most_ || node.together;
    if (node.leaf) {
      tree_.leaves.push_back(static_cast<uint32_t>(at));
    } else {
      divide(first, end, level, side);
    }
    double x = 0, y = 0;
    for (uint32_t i = first; i < end; ++i) {
      x += tree_.sorted.x[i];
      y += tree_.sorted.y[i];
    }
    node.x = static_cast<float>(x / (end - first));
    node.y = static_cast<float>(y / (end - first));
    node.next = static_cast<uint32_t>(tree_.nodes.size());
    tree_.nodes[at] = node;
  }

 private:
  void divide(uint32_t first, uint32_t end, int level, float side) {
    const int shift = 32 + 2 * (kLevels - 1 - level);
    while (first < end) {
      const uint64_t last = keys_[first] | ((uint64_t{1} << shift) - 1);
      const auto stop =
          std::upper_bound(keys_.begin() + first, keys_.begin() + end, last);
      const auto part_end = static_cast<uint32_t>(stop - keys_.begin());
      add(first, part_end, level + 1, side / 2);
      first = part_end;
    }
  }

  QuadTree& tree_;
  std::vector<uint64_t> keys_;
  size_t most_;
};

}  // namespace

QuadTree quad_tree(const Plane& points, size_t most) {
  QuadTree tree;
  if (points.size() == 0) return tree;
  const Square square = around(points);
  auto keys = keys_of(points, square);
  for (const uint64_t key : keys) {
    const auto i = static_cast<uint32_t>(key);
    tree.order.push_back(i);
    tree.sorted.x.push_back(points.x[i]);
    tree.sorted.y.push_back(points.y[i]);
  }
  Builder builder(tree, std::move(keys), most);
  builder.add(0, static_cast<uint32_t>(points.size()), 0, square.side);
  return tree;
}

}  // namespace mote
