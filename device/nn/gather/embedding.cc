#include "device/nn/gather/embedding.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void EmbeddingFloat(const EmbeddingParams& p, const int8_t* table,
                    const int32_t* places, float* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.places; ++i) {
    const int8_t* row =
        table + Clamp<int32_t>(places[i], 0, p.rows - 1) * p.row_size;
    for (int32_t k = 0; k < p.row_size; ++k) {
      *output++ = p.scale * static_cast<float>(row[k]);
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
