#include "lib/neighbours/small_world.h"

// Its own vector code reads one link beyond the last.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <utility>

#include "lib/neighbours/squared_distance.h"

namespace mote {
namespace {

constexpr size_t kLinks = 16;              // of a point, in each level
constexpr size_t kLookedAtToLink = 100;    // candidates
constexpr size_t kLookedAtToSearch = 100;  // candidates, at least
constexpr size_t kSeed = 1;                // of the levels

struct Space : hnswlib::SpaceInterface<float> {
  explicit Space(size_t dimensions) : size(dimensions) {}

  size_t get_data_size() override { return size * sizeof(float); }
  void* get_dist_func_param() override { return &size; }
  hnswlib::DISTFUNC<float> get_dist_func() override {
    return [](const void* a, const void* b, const void* of) {
      static const SquaredDistance kDistance = squared_distance();
      return kDistance(static_cast<const float*>(a),
                       static_cast<const float*>(b),
                       *static_cast<const size_t*>(of));
    };
  }

  size_t size;
};

}  // namespace

struct SmallWorld::Graph {
  Graph(size_t size, size_t dimensions)
      : space(dimensions),
        points(&space, size, kLinks, kLookedAtToLink, kSeed) {}

  Space space;
  hnswlib::HierarchicalNSW<float> points;
};

SmallWorld::SmallWorld(const float* rows, size_t size, size_t dimensions,
                       const Run& run)
    : graph_(std::make_unique<Graph>(size, dimensions)) {
  for (size_t i = 0; i < size; ++i) {
    run.throw_if_stopped();
    graph_->points.addPoint(rows + i * dimensions, i);
  }
}

SmallWorld::~SmallWorld() = default;

std::vector<Neighbour> SmallWorld::nearest(const float* point,
                                           size_t count) const {
  // It looks at as many candidates as neighbours are asked for.
  auto found =
      graph_->points.searchKnn(point, std::max(count, kLookedAtToSearch));
  while (found.size() > count) found.pop();
  std::vector<Neighbour> result;
  for (; !found.empty(); found.pop()) {
    result.push_back({found.top().second, found.top().first});
  }
  return result;
}

}  // namespace mote
