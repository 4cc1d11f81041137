#include "device/nn/pool/l2_pool.h"

#include "device/base/real_functions.h"
#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {

void L2PoolFloat(const PoolFloatParams& p, const float* input, float* output,
                 int8_t* /*scratch*/) {
  const Window& w = p.window;
  for (int32_t y = 0; y < w.output_height; ++y) {
    const TapRange rows = RowTaps(w, y);
    for (int32_t x = 0; x < w.output_width; ++x) {
      const TapRange columns = ColumnTaps(w, x);
      const int32_t count =
          (rows.end - rows.begin) * (columns.end - columns.begin);
      for (int32_t c = 0; c < p.channels; ++c) {
        float sum = 0;
        for (int32_t i = rows.begin; i < rows.end; ++i) {
          for (int32_t j = columns.begin; j < columns.end; ++j) {
            const float value =
                input[((rows.origin + i) * w.input_width + columns.origin + j) *
                          p.channels +
                      c];
            sum += value * value;
          }
        }
        *output++ = Clamp(SqrtFloat(sum / static_cast<float>(count)),
                          p.activation_min, p.activation_max);
      }
    }
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
