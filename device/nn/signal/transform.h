// Fourier transforms of real numbers and back, for the types that device/dsp's
// faster one (16 bits, forwards) does not take. The rounding is kissfft's,
// which TensorFlow Lite Micro uses: fixed-point stages of radix r divide by r,
// so forwards gives the transform divided by the number of samples.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// T: int16_t (Q15), int32_t (Q31) or float; complex numbers are pairs of T.
template <typename T>
struct TransformParams {
  int32_t frames, frame_size;  // real values of each frame
  int32_t points;              // complex: half of the transform's length
  const uint16_t* order;       // where value n goes before the first stage
  const T* rotations;          // exp(-+2 pi i k / points), k < points
  const T* real_rotations;     // exp(-+pi i ((k + 1) / points + 1/2)), k <
                               // points / 2; + for the way back
};
using TransformInt16Params = TransformParams<int16_t>;
using TransformInt32Params = TransformParams<int32_t>;
using TransformFloatParams = TransformParams<float>;

namespace reference {

// input {frames, frame_size} and zeros up to 2 * points -> output {frames,
// points + 1} complex.
void RfftInt32(const TransformInt32Params& params, const int32_t* input,
               int32_t* output, int8_t* scratch);
void RfftFloat(const TransformFloatParams& params, const float* input,
               float* output, int8_t* scratch);

// input {frames, points + 1} complex -> output {frames, 2 * points}.
void IrfftInt16(const TransformInt16Params& params, const int16_t* input,
                int16_t* output, int8_t* scratch);
void IrfftInt32(const TransformInt32Params& params, const int32_t* input,
                int32_t* output, int8_t* scratch);
void IrfftFloat(const TransformFloatParams& params, const float* input,
                float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
