#include "device/nn/arg/arg.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
void Arg(const ArgParams& p, const T* input, int32_t* output) {
  for (int32_t o = 0; o < p.outer; ++o, input += p.axis * p.inner) {
    for (int32_t i = 0; i < p.inner; ++i) {
      int32_t best = 0;
      for (int32_t a = 1; a < p.axis; ++a) {
        const T value = input[a * p.inner + i];
        const T leader = input[best * p.inner + i];
        if (p.smallest ? value < leader : value > leader) best = a;
      }
      *output++ = best;
    }
  }
}

}  // namespace

void ArgInt8(const ArgParams& p, const int8_t* input, int32_t* output,
             int8_t* /*scratch*/) {
  Arg(p, input, output);
}

void ArgFloat(const ArgParams& p, const float* input, int32_t* output,
              int8_t* /*scratch*/) {
  Arg(p, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
