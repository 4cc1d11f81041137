#include "device/nn/resize/resize_bilinear.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

const int32_t kOne = 1 << 10;

// The two input positions around an output position, and how far it is from
// the first, in the unit of the scale.
template <typename Number>
struct Neighbours {
  int32_t low, high;
  Number distance;
};

Neighbours<int32_t> Around(int32_t position, int32_t scale, bool half_pixel,
                           int32_t size) {
  const int32_t at = position * scale + (half_pixel ? scale / 2 - kOne / 2 : 0);
  const int32_t low = at < 0 ? 0 : at / kOne;
  const int32_t above = (at + kOne - 1) / kOne;
  return {low, above < size - 1 ? above : size - 1, at - kOne * low};
}

Neighbours<float> Around(int32_t position, float scale, bool half_pixel,
                         int32_t size) {
  const float place = static_cast<float>(position);
  const float at = half_pixel ? (place + 0.5f) * scale - 0.5f : place * scale;
  const int32_t whole = static_cast<int32_t>(at);
  const bool exact = static_cast<float>(whole) == at;
  const int32_t low = at < 0 ? 0 : whole;
  const int32_t above = exact || at < 0 ? whole : whole + 1;
  return {low, above < size - 1 ? above : size - 1,
          at - static_cast<float>(low)};
}

int8_t Interpolate(const int8_t (&corners)[4], int32_t y, int32_t x) {
  const int64_t sum =
      static_cast<int64_t>(corners[0]) * ((kOne - y) * (kOne - x)) +
      static_cast<int64_t>(corners[1]) * (y * (kOne - x)) +
      static_cast<int64_t>(corners[2]) * ((kOne - y) * x) +
      static_cast<int64_t>(corners[3]) * (y * x);
  const int64_t half = sum > 0 ? 1 << 19 : -(1 << 19);
  return static_cast<int8_t>((sum + half) / (1 << 20));
}

float Interpolate(const float (&corners)[4], float y, float x) {
  return corners[0] * (1 - y) * (1 - x) + corners[1] * y * (1 - x) +
         corners[2] * (1 - y) * x + corners[3] * y * x;
}

template <typename Params, typename T>
void Resize(const Params& p, const T* input, T* output) {
  const bool half_pixel = p.half_pixel_centers != 0;
  for (int32_t y = 0; y < p.output_height; ++y) {
    const auto rows = Around(y, p.scale_height, half_pixel, p.input_height);
    for (int32_t x = 0; x < p.output_width; ++x) {
      const auto columns = Around(x, p.scale_width, half_pixel, p.input_width);
      const T* low = input + rows.low * p.input_width * p.channels;
      const T* high = input + rows.high * p.input_width * p.channels;
      for (int32_t c = 0; c < p.channels; ++c) {
        const int32_t left = columns.low * p.channels + c;
        const int32_t right = columns.high * p.channels + c;
        const T corners[4] = {low[left], high[left], low[right], high[right]};
        *output++ = Interpolate(corners, rows.distance, columns.distance);
      }
    }
  }
}

}  // namespace

void ResizeBilinearInt8(const ResizeBilinearParams& p, const int8_t* input,
                        int8_t* output, int8_t* /*scratch*/) {
  Resize(p, input, output);
}

void ResizeBilinearFloat(const ResizeBilinearFloatParams& p, const float* input,
                         float* output, int8_t* /*scratch*/) {
  Resize(p, input, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
