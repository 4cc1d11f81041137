#include "lib/embedding/repulsion.h"

#include <algorithm>

#include "lib/base/threads.h"
#include "lib/embedding/quad_tree.h"

namespace mote {
namespace {

constexpr size_t kMostTogether = 16;
constexpr size_t kLeavesAtATime = 16;
constexpr size_t kLanes = 8;

// What pushes: masses at places.
struct Masses {
  std::vector<float> x, y, mass;

  void clear() {
    x.clear();
    y.clear();
    mass.clear();
  }
  void add(float at_x, float at_y, float of) {
    x.push_back(at_x);
    y.push_back(at_y);
    mass.push_back(of);
  }
  void fill_lanes() {
    while (x.size() % kLanes != 0) add(0, 0, 0);
  }
};

// The smallest rectangle around some points.
struct Bounds {
  float left, right, bottom, top;

  float squared_distance(float x, float y) const {
    const float dx = std::max({left - x, x - right, 0.0F});
    const float dy = std::max({bottom - y, y - top, 0.0F});
    return dx * dx + dy * dy;
  }
};

Bounds bounds_of(const QuadTree& tree, const QuadNode& leaf) {
  Bounds bounds{INFINITY, -INFINITY, INFINITY, -INFINITY};
  for (uint32_t i = leaf.first; i < leaf.end; ++i) {
    bounds.left = std::min(bounds.left, tree.sorted.x[i]);
    bounds.right = std::max(bounds.right, tree.sorted.x[i]);
    bounds.bottom = std::min(bounds.bottom, tree.sorted.y[i]);
    bounds.top = std::max(bounds.top, tree.sorted.y[i]);
  }
  return bounds;
}

// All that pushes the points of a leaf, themselves too.
void gather(const QuadTree& tree, const QuadNode& leaf, float squared_angle,
            Masses& masses) {
  masses.clear();
  const Bounds bounds = bounds_of(tree, leaf);
  for (uint32_t at = 0; at < tree.nodes.size();) {
    const QuadNode& node = tree.nodes[at];
    const bool far = node.side * node.side <
                     squared_angle * bounds.squared_distance(node.x, node.y);
    if (far || node.together) {
      masses.add(node.x, node.y, static_cast<float>(node.end - node.first));
      at = node.next;
      continue;
    }
    if (node.leaf) {
      for (uint32_t i = node.first; i < node.end; ++i) {
        masses.add(tree.sorted.x[i], tree.sorted.y[i], 1);
      }
    }
    ++at;
  }
  masses.fill_lanes();
}

float sum_of(const float (&lanes)[kLanes]) {
  return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) +
         ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

struct Push {
  float x, y, sum;
};

Push push_of(const Masses& masses, float x, float y) {
  float push_x[kLanes] = {}, push_y[kLanes] = {}, sum[kLanes] = {};
  for (size_t i = 0; i < masses.x.size(); i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      const float dx = x - masses.x[i + lane];
      const float dy = y - masses.y[i + lane];
      const float q = 1 / (1 + dx * dx + dy * dy);
      const float weighed = masses.mass[i + lane] * q;
      sum[lane] += weighed;
      push_x[lane] += weighed * q * dx;
      push_y[lane] += weighed * q * dy;
    }
  }
  return {sum_of(push_x), sum_of(push_y), sum_of(sum)};
}

}  // namespace

Repulsion repulsion(const Plane& points, double angle, const Run& run) {
  const size_t n = points.size();
  const QuadTree tree = quad_tree(points, kMostTogether);
  Repulsion result{{std::vector<float>(n), std::vector<float>(n)}, 0};
  const size_t blocks =
      (tree.leaves.size() + kLeavesAtATime - 1) / kLeavesAtATime;
  std::vector<double> sums(blocks);
  parallel_for(blocks, run.threads, [&](size_t block) {
    Masses masses;
    const size_t end =
        std::min((block + 1) * kLeavesAtATime, tree.leaves.size());
    for (size_t l = block * kLeavesAtATime; l < end; ++l) {
      const QuadNode& leaf = tree.nodes[tree.leaves[l]];
      gather(tree, leaf, static_cast<float>(angle * angle), masses);
      for (uint32_t i = leaf.first; i < leaf.end; ++i) {
        const Push push = push_of(masses, tree.sorted.x[i], tree.sorted.y[i]);
        result.force.x[tree.order[i]] = push.x;
        result.force.y[tree.order[i]] = push.y;
        sums[block] += double{push.sum} - 1;  // without itself
      }
    }
  });
  for (const double sum : sums) result.sum += sum;
  return result;
}

}  // namespace mote
