// Copying and filling bytes with Armv8.1-M's vectors. gcc turns loops that do
// it into calls of functions that firmware may lack.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {
namespace mve {

// `count` times `bytes`, which lie so many bytes from one another; all at least
// 1.
struct Runs {
  int32_t bytes, from_step, to_step, count;
};

// Changes no byte between the runs.
void CopyRuns(const Runs& runs, const int8_t* from, int8_t* to);

void FillBytes(int8_t* to, int32_t value, int32_t count);

}  // namespace mve
}  // namespace nn
}  // namespace mote
