#include "device/nn/shapes/broadcast_args.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
void BroadcastArgs(const BroadcastArgsParams& p, const T* first,
                   const T* second, T* output) {
  const int32_t rank =
      p.first_rank > p.second_rank ? p.first_rank : p.second_rank;
  for (int32_t d = 0; d < rank; ++d) {
    const int32_t i = d - (rank - p.first_rank);
    const int32_t k = d - (rank - p.second_rank);
    const T a = i < 0 ? 1 : first[i];
    const T b = k < 0 ? 1 : second[k];
    output[d] = a == 1 ? b : a;
  }
}

}  // namespace

void BroadcastArgsInt32(const BroadcastArgsParams& p, const int32_t* first,
                        const int32_t* second, int32_t* output,
                        int8_t* /*scratch*/) {
  BroadcastArgs(p, first, second, output);
}

void BroadcastArgsInt64(const BroadcastArgsParams& p, const int64_t* first,
                        const int64_t* second, int64_t* output,
                        int8_t* /*scratch*/) {
  BroadcastArgs(p, first, second, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
