// Fetches memory into the caches while there is something else to compute.
// Included by the variant files only.
#pragma once

#include "lib/engine/kernels/kernels.h"

namespace mote::engine {
namespace {

// The places of an Ahead in turn, one cache line a call.
class Fetcher {
 public:
  // What belongs to `positions` output positions from `start` on, in `calls`
  // calls. Where there is nothing to fetch, `near`, which costs little.
  Fetcher(const Ahead& ahead, int64_t start, int positions, int calls,
          const float* near)
      : step_(ahead.floats ? 3 * positions * ahead.floats / calls : 0) {
    const float** const targets[] = {&first_, &second_, &third_};
#pragma GCC unroll 3
    for (int i = 0; i < 3; ++i) {
      const float* place = ahead.places[i];
      *targets[i] = place ? place + start * ahead.floats : near;
    }
  }

  // As if fetch() had been called so often.
  void skip(int calls) {
    const int64_t floats = calls / 3 * step_;
    first_ += floats;
    second_ += floats;
    third_ += floats;
  }

  void fetch() {
    __builtin_prefetch(first_);
    const float* next = first_ + step_;
    first_ = second_;
    second_ = third_;
    third_ = next;
  }

 private:
  const float *first_, *second_, *third_;
  int64_t step_;  // floats, until a place's next turn
};

}  // namespace
}  // namespace mote::engine
