#include "device/nn/depthwise_conv/wide_depthwise_conv.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

inline __m256i AddProducts(__m256i sum, __m256i values, __m256i weights) {
  return _mm256_add_epi32(sum, _mm256_madd_epi16(values, weights));
}

// Two neighbouring outputs, so that each weight is loaded once for both.
template <int kPixels, bool kRelu>
inline void Pixels(const WideDepthwiseConvParams& p, const int16_t* values,
                   const int16_t* weights, const int32_t* quantization,
                   int32_t channels, const Writer& writer, int8_t* output) {
  __m256i low[kPixels], high[kPixels];
  for (int i = 0; i < kPixels; ++i) {
    low[i] = Load(quantization);
    high[i] = Load(quantization + kWideWordsOfEight);
  }
  for (int32_t pair = 0; pair < p.pairs; ++pair, weights += 32) {
    const int16_t* first = values + p.offsets[2 * pair];
    const int16_t* second = values + p.offsets[2 * pair + 1];
    const __m256i w_low = Load(weights), w_high = Load(weights + 16);
    for (int i = 0; i < kPixels; ++i) {
      const __m256i a = Load(first + i * p.column_step);
      const __m256i b = Load(second + i * p.column_step);
      low[i] = AddProducts(low[i], _mm256_unpacklo_epi16(a, b), w_low);
      high[i] = AddProducts(high[i], _mm256_unpackhi_epi16(a, b), w_high);
    }
  }
  for (int i = 0; i < kPixels; ++i) {
    writer.Sixteen(Scale<kRelu>(low[i], quantization),
                   Scale<kRelu>(high[i], quantization + kWideWordsOfEight),
                   channels, output + i * p.output.channels);
  }
}

template <bool kRelu>
void Depthwise(const WideDepthwiseConvParams& p, const int16_t* image,
               int8_t* output) {
  constexpr int32_t kTogether = 4;
  const Writer writer(p.output);
  const int32_t channels = p.output.channels;
  for (int32_t y = 0; y < p.output_height; ++y) {
    const int16_t* row = image + y * p.row_step;
    for (int32_t c = 0; c < channels; c += 16) {
      const int16_t* weights = p.weights + c * 2 * p.pairs;
      const int32_t* quantization = p.quantization + c / 8 * kWideWordsOfEight;
      int8_t* to = output + y * p.output_width * channels + c;
      const int16_t* from = row + c;
      int32_t x = 0;
      for (; x + kTogether <= p.output_width; x += kTogether) {
        Pixels<kTogether, kRelu>(p, from + x * p.column_step, weights,
                                 quantization, channels - c, writer,
                                 to + x * channels);
      }
      for (; x < p.output_width; ++x) {
        Pixels<1, kRelu>(p, from + x * p.column_step, weights, quantization,
                         channels - c, writer, to + x * channels);
      }
    }
  }
}

}  // namespace

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  int16_t* image = reinterpret_cast<int16_t*>(scratch);
  WidenImage(p.image, input, image);
  Fill(image + p.image.rows * p.image.pitch, kWideSlack, 0);
  if (p.output.relu) {
    Depthwise<true>(p, image, output);
  } else {
    Depthwise<false>(p, image, output);
  }
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
