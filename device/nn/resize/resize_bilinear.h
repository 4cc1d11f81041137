// Images of another size, by linear interpolation between four pixels.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// Output row y lies at input row y * scale, or, with half_pixel_centers,
// (y + 1/2) * scale - 1/2; columns likewise. Scales have 10 fraction bits.
struct ResizeBilinearParams {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  int32_t channels;
  int32_t half_pixel_centers;  // 0 or 1
  int32_t scale_height, scale_width;
};

struct ResizeBilinearFloatParams {
  int32_t input_height, input_width;
  int32_t output_height, output_width;
  int32_t channels;
  int32_t half_pixel_centers;
  float scale_height, scale_width;
};

namespace reference {

// input {height, width, channels} -> output {height, width, channels}, of one
// scale and zero point. Rounds to nearest, ties away from zero.
void ResizeBilinearInt8(const ResizeBilinearParams& params, const int8_t* input,
                        int8_t* output, int8_t* scratch);
void ResizeBilinearFloat(const ResizeBilinearFloatParams& params,
                         const float* input, float* output, int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
