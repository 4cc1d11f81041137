// Points of a plane in squares within squares.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/embedding/repulsion.h"

namespace mote {

// Nodes in the order of a walk that takes a node before its parts.
struct QuadNode {
  float x = 0, y = 0;           // centre of mass
  float side = 0;               // of its square
  uint32_t first = 0, end = 0;  // its points in QuadTree::order
  uint32_t next = 0;            // the node after all its parts
  bool leaf = false;
  bool together = false;  // a leaf of the smallest squares there are
};

struct QuadTree {
  std::vector<uint32_t> order;  // of the points, square by square
  Plane sorted;                 // the points in that order
  std::vector<QuadNode> nodes;
  std::vector<uint32_t> leaves;  // numbers of nodes
};

// Squares of more than `most` points are divided, 16 times at most. Without
// points there are no nodes. Coordinates must be finite.
QuadTree quad_tree(const Plane& points, size_t most);

}  // namespace mote
