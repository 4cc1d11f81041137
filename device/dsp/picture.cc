#include "device/dsp/picture.h"

#include "device/base/real_functions.h"

namespace mote {
namespace dsp {
namespace {

bool IsDead(const PictureTables& t, uint32_t place) {
  for (int32_t i = 0; i < t.dead_count; ++i) {
    if (t.dead[i] == place) return true;
  }
  return false;
}

// The mean of the up to eight living pixels around a place, per channel.
void RepairPixel(const PictureTables& t, int32_t place, float* pixels) {
  const int32_t y = place / t.width, x = place % t.width;
  for (int32_t c = 0; c < t.channels; ++c) {
    float sum = 0;
    int32_t living = 0;
    for (int32_t v = y - 1; v <= y + 1; ++v) {
      for (int32_t u = x - 1; u <= x + 1; ++u) {
        if (v < 0 || v >= t.height || u < 0 || u >= t.width) continue;
        const int32_t neighbour = v * t.width + u;
        if (IsDead(t, static_cast<uint32_t>(neighbour))) continue;
        sum += pixels[neighbour * t.channels + c];
        ++living;
      }
    }
    pixels[place * t.channels + c] =
        living > 0 ? sum / static_cast<float>(living) : 0;
  }
}

// The pixels [*begin, *end) of `size` that the i-th of `parts` covers.
void Covered(int32_t i, int32_t parts, int32_t size, int32_t* begin,
             int32_t* end) {
  *begin = i * size / parts;
  *end = (i + 1) * size / parts;
  if (*end <= *begin) *end = *begin + 1;
}

float MeanOf(const PictureTables& t, const float* pixels, int32_t row,
             int32_t column, int32_t channel) {
  int32_t top, bottom, left, right;
  Covered(row, t.rows, t.height, &top, &bottom);
  Covered(column, t.columns, t.width, &left, &right);
  float sum = 0;
  for (int32_t y = top; y < bottom; ++y) {
    for (int32_t x = left; x < right; ++x) {
      sum += pixels[(y * t.width + x) * t.channels + channel];
    }
  }
  return sum / static_cast<float>((bottom - top) * (right - left));
}

void Standardize(float least, int32_t count, float* x) {
  float sum = 0, squares = 0;
  for (int32_t i = 0; i < count; ++i) sum += x[i];
  const float mean = sum / static_cast<float>(count);
  for (int32_t i = 0; i < count; ++i) {
    x[i] -= mean;
    squares += x[i] * x[i];
  }
  const float deviation = SqrtFloat(squares / static_cast<float>(count));
  const float divisor = deviation > least ? deviation : least;
  for (int32_t i = 0; i < count; ++i) x[i] /= divisor;
}

}  // namespace

void ComputePicture(const void* tables, const int16_t* window, float* work,
                    float* features) {
  const PictureTables& t = *static_cast<const PictureTables*>(tables);
  const int32_t size = t.height * t.width * t.channels;
  for (int32_t i = 0; i < size; ++i) {
    work[i] = static_cast<float>(window[i]) * t.resolution;
  }
  for (int32_t i = 0; i < t.dead_count; ++i) {
    RepairPixel(t, static_cast<int32_t>(t.dead[i]), work);
  }
  float* out = features;
  for (int32_t row = 0; row < t.rows; ++row) {
    for (int32_t column = 0; column < t.columns; ++column) {
      if (t.grey) {
        *out++ = 0.299f * MeanOf(t, work, row, column, 0) +
                 0.587f * MeanOf(t, work, row, column, 1) +
                 0.114f * MeanOf(t, work, row, column, 2);
        continue;
      }
      for (int32_t c = 0; c < t.channels; ++c) {
        *out++ = MeanOf(t, work, row, column, c);
      }
    }
  }
  if (t.standardize) {
    Standardize(t.least, static_cast<int32_t>(out - features), features);
  }
}

}  // namespace dsp
}  // namespace mote
