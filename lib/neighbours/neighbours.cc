#include "lib/neighbours/neighbours.h"

#include <algorithm>
#include <exception>

#include "lib/base/threads.h"
#include "lib/neighbours/small_world.h"
#include "lib/neighbours/squared_distance.h"

namespace mote {
namespace {

constexpr size_t kRowsAtATime = 32;

bool nearer(const Neighbour& a, const Neighbour& b) {
  return a.distance != b.distance ? a.distance < b.distance : a.row < b.row;
}

void keep_nearest(std::vector<Neighbour>& best, size_t count, Neighbour one) {
  if (best.size() == count && !nearer(one, best.back())) return;
  best.insert(std::upper_bound(best.begin(), best.end(), one, nearer), one);
  if (best.size() > count) best.pop_back();
}

class Rows {
 public:
  Rows(std::span<const float> values, size_t dimensions)
      : values_(values), dimensions_(dimensions) {}
  size_t size() const { return values_.size() / dimensions_; }
  size_t dimensions() const { return dimensions_; }
  const float* operator[](size_t row) const {
    return &values_[row * dimensions_];
  }

 private:
  std::span<const float> values_;
  size_t dimensions_;
};

using Lists = std::vector<std::vector<Neighbour>>;

// The neighbours of rows [first, end), by looking at all.
void search_exactly(const Rows& rows, size_t count, size_t first, size_t end,
                    Lists& result) {
  const SquaredDistance distance = squared_distance();
  for (size_t j = 0; j < rows.size(); ++j) {
    for (size_t i = first; i < end; ++i) {
      if (i == j) continue;
      keep_nearest(result[i], count,
                   {j, distance(rows[i], rows[j], rows.dimensions())});
    }
  }
}

void search_exactly(const Rows& rows, size_t count, const Run& run,
                    Lists& result) {
  const size_t blocks = (rows.size() + kRowsAtATime - 1) / kRowsAtATime;
  parallel_for(blocks, run.threads, [&](size_t block) {
    run.throw_if_stopped();
    const size_t first = block * kRowsAtATime;
    search_exactly(rows, count, first,
                   std::min(rows.size(), first + kRowsAtATime), result);
  });
}

void search_graph(const Rows& rows, size_t count, const Run& run,
                  Lists& result) {
  const SmallWorld graph(rows[0], rows.size(), rows.dimensions(), run);
  parallel_for(rows.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    auto& found = result[i];
    found = graph.nearest(rows[i], count + 1);
    std::erase_if(found, [&](const Neighbour& one) { return one.row == i; });
    std::sort(found.begin(), found.end(), nearer);
    if (found.size() > count) found.resize(count);
    if (found.size() == count) return;
    found.clear();  // a part of the graph that nothing else leads to
    search_exactly(rows, count, i, i + 1, result);
  });
}

}  // namespace

std::vector<std::vector<Neighbour>> nearest_neighbours(
    std::span<const float> values, size_t dimensions, size_t count,
    const Run& run, NeighbourSearch search) {
  if (values.empty() || dimensions == 0) return {};
  const Rows rows(values, dimensions);
  Lists result(rows.size());
  count = std::min(count, rows.size() - 1);
  if (count == 0) return result;
  if (search == NeighbourSearch::kAutomatic) {
    search = rows.size() <= kMostExactRows ? NeighbourSearch::kExact
                                           : NeighbourSearch::kGraph;
  }
  if (search == NeighbourSearch::kExact) {
    search_exactly(rows, count, run, result);
  } else {
    search_graph(rows, count, run, result);
  }
  return result;
}

}  // namespace mote
