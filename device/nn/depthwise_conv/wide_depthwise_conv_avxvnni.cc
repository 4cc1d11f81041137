#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avxvnni {
namespace {

// Words of four bytes.
struct Quads : ByteImage {
  using Word = int32_t;
  using Vector = __m256i;
  static constexpr int kLanes = 8, kGroup = 4, kSums = 12;
  using Sources = FourSources;

  static __m256i Load(const int32_t* words) { return nn::Load(words); }
  static void MultiplyAdd(__m256i& sum, __m256i x, __m256i w) {
    sum = _mm256_dpbusd_avx_epi32(sum, x, w);
    asm("" : "+x"(sum));  // else gcc reorders and spills
  }

  static void Interleave(const uint8_t* from, FourSources sources,
                         int32_t* to) {
    const __m128i a = LoadBytes(from + sources.a);
    const __m128i b = LoadBytes(from + sources.b);
    const __m128i c = LoadBytes(from + sources.c);
    const __m128i d = LoadBytes(from + sources.d);
    const __m128i ab = _mm_unpacklo_epi8(a, b), cd = _mm_unpacklo_epi8(c, d);
    StoreWords(to, _mm_unpacklo_epi16(ab, cd));
    StoreWords(to + 4, _mm_unpackhi_epi16(ab, cd));
    const __m128i ef = _mm_unpackhi_epi8(a, b), gh = _mm_unpackhi_epi8(c, d);
    StoreWords(to + 8, _mm_unpacklo_epi16(ef, gh));
    StoreWords(to + 12, _mm_unpackhi_epi16(ef, gh));
  }

 private:
  static void StoreWords(int32_t* to, __m128i words) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), words);
  }
};

}  // namespace

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  WideDepthwiseInt8<Quads, Int8Output, Fused, FusedSigned, Closed>(
      p, input, output, scratch);
}

}  // namespace avxvnni
}  // namespace nn
}  // namespace mote
