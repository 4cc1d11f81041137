// hnswlib, kept apart: its headers define functions and may be included once.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "lib/base/run.h"
#include "lib/neighbours/neighbours.h"

namespace mote {

// A hierarchical navigable small world of points: each is linked to some near
// ones, and following links towards a point finds what lies around it. Points
// are linked in their order by one thread, so the graph is always the same.
class SmallWorld {
 public:
  // `rows`: `size` points of `dimensions` values each; copied.
  SmallWorld(const float* rows, size_t size, size_t dimensions, const Run& run);
  ~SmallWorld();

  // Up to `count` points near `point`, in any order. Safe from many threads.
  std::vector<Neighbour> nearest(const float* point, size_t count) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace mote
