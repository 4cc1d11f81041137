// Where every tensor lies: decided once, before anything runs.
#pragma once

#include <cstdint>
#include <vector>

#include "lib/compiler/plan.h"

namespace mote {

// Something that needs `size_bytes` from step `first` to step `last`.
struct Buffer {
  int64_t size_bytes = 0;
  int first = 0, last = 0;
};

struct Placement {
  std::vector<int64_t> offsets;  // of each buffer
  int64_t total_bytes = 0;
  int64_t lower_bound_bytes = 0;  // the most that is alive at once
};

// Places buffers so that no two that are alive together overlap. Offsets are
// multiples of `alignment`. Tries several orders of first-fit and stops at the
// lower bound; deterministic.
Placement place_buffers(const std::vector<Buffer>& buffers, int64_t alignment);

// storage[t]: the tensor whose memory tensor t shares (itself, or through
// views an earlier one). Fills in all locations and sizes of the plan. A step
// that may work in place does so where its input is not needed later; one that
// copies a tensor to or from a piece of another is left out where the tensor
// can lie there and the arena becomes no larger. `keep_tensors` forbids that
// and any other reuse.
void place_tensors(Plan& plan, std::vector<int> storage, bool keep_tensors);

}  // namespace mote
