#include "device/nn/armv7em_dsp.h"
#include "device/nn/depthwise_conv/packed_depthwise_conv.h"
#include "device/nn/depthwise_conv/plane.h"

namespace mote {
namespace nn {
namespace armv7em {
namespace {

// (sum * multiplier / 2^32 + offset) >> shift, saturated.
inline int32_t Output(int32_t sum, const int32_t* quantization, bool relu) {
  const int32_t sign = relu ? 0 : (sum >> 31) * 128;
  int32_t result;
  asm("smmla %0, %1, %2, %3"
      : "=r"(result)
      : "r"(sum), "r"(quantization[0]), "r"(quantization[1] + sign));
  result >>= quantization[2];
  asm("ssat %0, #8, %0" : "+r"(result));
  return result;
}

int8_t Clamped(int32_t value, const PackedDepthwiseConvParams& p) {
  if (value < p.activation_min) value = p.activation_min;
  if (value > p.activation_max) value = p.activation_max;
  return static_cast<int8_t>(value);
}

// Two outputs of a row, `apart` values of the plane from each other.
void TwoOutputs(const PackedDepthwiseConvParams& p, const int16_t* values,
                int32_t apart, const int32_t* weights, int32_t* sums) {
  const int32_t pairs = (p.window.kernel_width + 1) / 2;
  int32_t first = sums[0], second = sums[1];
  for (int32_t i = 0; i < p.window.kernel_height; ++i) {
    const int16_t* row = values;
    for (int32_t j = 0; j < pairs; ++j, row += 2) {
      const int32_t weight = *weights++;
      first = MultiplyPairs(LoadWord(row), weight, first);
      second = MultiplyPairs(LoadWord(row + apart), weight, second);
    }
    values += PlaneWidth(p.window);
  }
  sums[0] = first;
  sums[1] = second;
}

void Channel(const PackedDepthwiseConvParams& p, const int16_t* plane,
             const int32_t* weights, const int32_t* quantization,
             int8_t* output, int32_t rows) {
  const Window& w = p.window;
  const bool relu = p.relu != 0;
  for (int32_t y = 0; y < rows; ++y) {
    int8_t* to = output + y * p.output_row_step;
    const int16_t* row = plane + y * w.stride_height * PlaneWidth(w);
    for (int32_t x = 0; x < w.output_width; x += 2) {
      const bool two = x + 1 < w.output_width;
      int32_t sums[2] = {quantization[0], quantization[0]};
      TwoOutputs(p, row + x * w.stride_width, two ? w.stride_width : 0, weights,
                 sums);
      *to = Clamped(Output(sums[0], quantization + 1, relu), p);
      to += p.output_column_step;
      if (!two) break;
      *to = Clamped(Output(sums[1], quantization + 1, relu), p);
      to += p.output_column_step;
    }
  }
}

}  // namespace

void DepthwiseConvInt8(const PackedDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  const int32_t words =
      p.window.kernel_height * ((p.window.kernel_width + 1) / 2);
  ForEachStrip(p, input, scratch,
               [&](const int16_t* values, int32_t c, int32_t y, int32_t rows) {
                 const int32_t* packed =
                     static_cast<const int32_t*>(p.packed) + c * (words + 4);
                 Channel(p, values, packed, packed + words,
                         output + c + y * p.output_row_step, rows);
               });
}

}  // namespace armv7em
}  // namespace nn
}  // namespace mote
