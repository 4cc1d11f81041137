#include "device/nn/pad/pad.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Whether position `i` of the output's dimension `d` lies on the input.
template <typename Params>
bool Inside(const Params& p, int d, int32_t i) {
  return i >= p.before[d] && i < p.before[d] + p.input_shape[d];
}

template <typename Params, typename T>
void Pad(const Params& p, const T* input, T* output, T border) {
  for (int32_t a = 0; a < p.output_shape[0]; ++a) {
    for (int32_t b = 0; b < p.output_shape[1]; ++b) {
      for (int32_t c = 0; c < p.output_shape[2]; ++c) {
        const bool line_inside =
            Inside(p, 0, a) && Inside(p, 1, b) && Inside(p, 2, c);
        for (int32_t d = 0; d < p.output_shape[3]; ++d) {
          *output++ = line_inside && Inside(p, 3, d) ? *input++ : border;
        }
      }
    }
  }
}

}  // namespace

void PadInt8(const PadParams& p, const int8_t* input, int8_t* output,
             int8_t* /*scratch*/) {
  Pad(p, input, output, static_cast<int8_t>(p.value));
}

void PadInt16(const PadParams& p, const int16_t* input, int16_t* output,
              int8_t* /*scratch*/) {
  Pad(p, input, output, static_cast<int16_t>(p.value));
}

void PadInt32(const PadParams& p, const int32_t* input, int32_t* output,
              int8_t* /*scratch*/) {
  Pad(p, input, output, p.value);
}

void PadFloat(const PadFloatParams& p, const float* input, float* output,
              int8_t* /*scratch*/) {
  Pad(p, input, output, p.value);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
