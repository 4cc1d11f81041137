#include "device/nn/quantize/requantize_values.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename I, typename O>
void RequantizeAll(const RequantizeParams& p, int32_t low, int32_t high,
                   const I* input, O* output) {
  for (int32_t i = 0; i < p.size; ++i) {
    const int32_t centred = WrappingAdd(input[i], -p.input_zero_point);
    const int32_t scaled = WrappingAdd(
        Requantize(centred, p.multiplier, p.shift), p.output_zero_point);
    output[i] = static_cast<O>(Clamp(scaled, low, high));
  }
}

}  // namespace

void RequantizeInt8ToInt16(const RequantizeParams& p, const int8_t* input,
                           int16_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT16_MIN, INT16_MAX, input, output);
}

void RequantizeInt8ToInt32(const RequantizeParams& p, const int8_t* input,
                           int32_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT32_MIN, INT32_MAX, input, output);
}

void RequantizeInt16ToInt8(const RequantizeParams& p, const int16_t* input,
                           int8_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT8_MIN, INT8_MAX, input, output);
}

void RequantizeInt16ToInt16(const RequantizeParams& p, const int16_t* input,
                            int16_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT16_MIN, INT16_MAX, input, output);
}

void RequantizeInt16ToInt32(const RequantizeParams& p, const int16_t* input,
                            int32_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT32_MIN, INT32_MAX, input, output);
}

void RequantizeInt32ToInt8(const RequantizeParams& p, const int32_t* input,
                           int8_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT8_MIN, INT8_MAX, input, output);
}

void RequantizeInt32ToInt16(const RequantizeParams& p, const int32_t* input,
                            int16_t* output, int8_t* /*scratch*/) {
  RequantizeAll(p, INT16_MIN, INT16_MAX, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
