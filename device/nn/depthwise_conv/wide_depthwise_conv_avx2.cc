#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

// Words of two 16-bit values.
struct Pairs : ByteImage {
  using Word = int32_t;
  using Vector = __m256i;
  static constexpr int kLanes = 8, kGroup = 2, kSums = 12;
  using Sources = TwoSources;

  static __m256i Load(const int32_t* words) { return nn::Load(words); }
  static void MultiplyAdd(__m256i& sum, __m256i x, __m256i w) {
    AddInPlace(sum, _mm256_madd_epi16(x, w));
  }

  static void Interleave(const uint8_t* from, TwoSources sources, int32_t* to) {
    const __m128i a = LoadBytes(from + sources.a);
    const __m128i b = LoadBytes(from + sources.b);
    Store(to, _mm256_cvtepu8_epi16(_mm_unpacklo_epi8(a, b)));
    Store(to + 8, _mm256_cvtepu8_epi16(_mm_unpackhi_epi8(a, b)));
  }
};

struct FloatWords : Floats {
  using Word = float;
  static constexpr int kSums = 12;
};

}  // namespace

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  WideDepthwiseInt8<Pairs, Int8Output, Fused, FusedSigned, Closed>(
      p, input, output, scratch);
}

void DepthwiseConvFloat(const WideDepthwiseConvFloatParams& p,
                        const float* input, float* output, int8_t* scratch) {
  WideDepthwiseFloat<FloatWords, FloatOutput>(p, input, output, scratch);
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
