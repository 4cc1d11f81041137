// Threads that never decide a result.
#pragma once

#include <cstddef>
#include <functional>

namespace mote {

// Cores this process may use.
int available_threads();

// Calls body(i) for i in [0, count) on up to `threads` threads and returns
// when all are done. Each index runs exactly once, in any order; the first
// exception is rethrown here. With threads <= 1 it is a plain loop.
void parallel_for(size_t count, int threads,
                  const std::function<void(size_t)>& body);

}  // namespace mote
