#include "device/nn/gather/update_slice.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

namespace {

// Where the part begins in the whole, in bytes.
int32_t Begin(const UpdateSliceParams& p, const int8_t* places) {
  int32_t begin = 0;
  for (int32_t d = 0; d < p.rank; ++d) {
    int32_t place;
    __builtin_memcpy(&place, places + 4 * d, sizeof(place));
    begin += Clamp<int32_t>(place, 0, p.limits[d]) * p.stride_bytes[d];
  }
  return begin;
}

// Calls visit(offset) for every byte of the part, in order.
template <typename Visit>
void ForEachByte(const UpdateSliceParams& p, const Visit& visit) {
  int32_t at[5];
  for (at[0] = 0; at[0] < p.sizes[0]; ++at[0]) {
    for (at[1] = 0; at[1] < p.sizes[1]; ++at[1]) {
      for (at[2] = 0; at[2] < p.sizes[2]; ++at[2]) {
        for (at[3] = 0; at[3] < p.sizes[3]; ++at[3]) {
          for (at[4] = 0; at[4] < p.sizes[4]; ++at[4]) {
            int32_t offset = 0;
            for (int d = 0; d < 5; ++d) offset += at[d] * p.stride_bytes[d];
            for (int32_t b = 0; b < p.value_bytes; ++b) visit(offset + b);
          }
        }
      }
    }
  }
}

}  // namespace

void UpdateSlice(const UpdateSliceParams& p, const int8_t* whole,
                 const int8_t* part, const int8_t* places, int8_t* output,
                 int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.size_bytes; ++i) output[i] = whole[i];
  int8_t* to = output + Begin(p, places);
  ForEachByte(p, [&](int32_t offset) { to[offset] = *part++; });
}

void SliceAt(const UpdateSliceParams& p, const int8_t* whole,
             const int8_t* places, int8_t* output, int8_t* /*scratch*/) {
  const int8_t* from = whole + Begin(p, places);
  ForEachByte(p, [&](int32_t offset) { *output++ = from[offset]; });
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
