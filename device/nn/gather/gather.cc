#include "device/nn/gather/gather.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Index `i`, at least 0 and below `limit`.
int32_t IndexAt(const int8_t* indices, int32_t i, int32_t limit) {
  int32_t index;
  __builtin_memcpy(&index, indices + 4 * i, sizeof(index));
  return Clamp<int32_t>(index, 0, limit - 1);
}

int8_t* Copy(const int8_t* from, int32_t size_bytes, int8_t* to) {
  for (int32_t i = 0; i < size_bytes; ++i) *to++ = from[i];
  return to;
}

}  // namespace

void Gather(const GatherParams& p, const int8_t* values, const int8_t* indices,
            int8_t* output, int8_t* /*scratch*/) {
  for (int32_t b = 0; b < p.batch; ++b) {
    for (int32_t o = 0; o < p.outer; ++o, values += p.axis * p.run_bytes) {
      for (int32_t i = 0; i < p.indices; ++i) {
        const int32_t index = IndexAt(indices, b * p.indices + i, p.axis);
        output = Copy(values + index * p.run_bytes, p.run_bytes, output);
      }
    }
  }
}

void GatherNd(const GatherNdParams& p, const int8_t* values,
              const int8_t* indices, int8_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.runs; ++i) {
    const int8_t* from = values;
    for (int32_t d = 0; d < p.depth; ++d) {
      from +=
          IndexAt(indices, i * p.depth + d, p.limits[d]) * p.stride_bytes[d];
    }
    output = Copy(from, p.run_bytes, output);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
