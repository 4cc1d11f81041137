#include <algorithm>
#include <numeric>
#include <random>

#include "lib/compiler/memory.h"

namespace mote {
namespace {

bool alive_together(const Buffer& a, const Buffer& b) {
  return a.first <= b.last && b.first <= a.last;
}

int64_t rounded_up(int64_t bytes, int64_t alignment) {
  return (bytes + alignment - 1) / alignment * alignment;
}

// The lowest free place of each buffer, in the given order.
Placement first_fit(const std::vector<Buffer>& buffers,
                    const std::vector<int>& order, int64_t alignment) {
  Placement placement;
  placement.offsets.assign(buffers.size(), 0);
  std::vector<int> placed;  // by offset
  for (const int b : order) {
    int64_t offset = 0;
    for (const int other : placed) {
      if (!alive_together(buffers[b], buffers[other])) continue;
      const int64_t begin = placement.offsets[other];
      if (begin >= offset + buffers[b].size_bytes) break;
      offset = std::max(
          offset, rounded_up(begin + buffers[other].size_bytes, alignment));
    }
    placement.offsets[b] = offset;
    placement.total_bytes =
        std::max(placement.total_bytes, offset + buffers[b].size_bytes);
    const auto later = [&](int64_t value, int other) {
      return value < placement.offsets[other];
    };
    placed.insert(std::upper_bound(placed.begin(), placed.end(), offset, later),
                  b);
  }
  return placement;
}

int64_t lower_bound(const std::vector<Buffer>& buffers, int64_t alignment) {
  int64_t bound = 0;
  for (const Buffer& moment : buffers) {
    int64_t alive = 0, largest_slack = 0;
    for (const Buffer& buffer : buffers) {
      if (buffer.first > moment.first || buffer.last < moment.first) continue;
      const int64_t rounded = rounded_up(buffer.size_bytes, alignment);
      alive += rounded;
      largest_slack = std::max(largest_slack, rounded - buffer.size_bytes);
    }
    bound = std::max(bound, alive - largest_slack);  // the top need not round
  }
  return bound;
}

}  // namespace

Placement place_buffers(const std::vector<Buffer>& buffers, int64_t alignment) {
  constexpr int kTries = 300;
  const int64_t bound = lower_bound(buffers, alignment);
  std::vector<int> order(buffers.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return buffers[a].size_bytes > buffers[b].size_bytes;
  });
  Placement best = first_fit(buffers, order, alignment);
  std::mt19937 random(1);
  for (int i = 0; i < kTries && best.total_bytes > bound; ++i) {
    std::vector<int> changed = order;
    std::swap(changed[random() % order.size()],
              changed[random() % order.size()]);
    Placement candidate = first_fit(buffers, changed, alignment);
    if (candidate.total_bytes <= best.total_bytes) {
      best = std::move(candidate);
      order = std::move(changed);
    }
  }
  best.lower_bound_bytes = bound;
  return best;
}

}  // namespace mote
