// Rows of a table of int8 as real numbers.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

struct EmbeddingParams {
  int32_t rows, row_size, places;
  float scale;
};

namespace reference {

// Row places[i] of `table` {rows, row_size}, times the scale; one that does not
// exist counts as the nearest that does.
void EmbeddingFloat(const EmbeddingParams& params, const int8_t* table,
                    const int32_t* places, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
