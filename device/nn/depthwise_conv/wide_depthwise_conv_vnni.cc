#include "device/nn/depthwise_conv/wide_depthwise_conv_rows.h"
#include "device/nn/wide_avx512.h"

namespace mote {
namespace nn {
namespace avx512vnni {
namespace {

// Words of four bytes.
struct Quads : ByteImage {
  using Word = int32_t;
  using Vector = __m512i;
  static constexpr int kLanes = 16, kGroup = 4, kSums = 16;
  using Sources = FourSources;

  static __m512i Load(const int32_t* words) { return nn::Load(words); }
  static void MultiplyAdd(__m512i& sum, __m512i x, __m512i w) {
    sum = _mm512_dpbusd_epi32(sum, x, w);
    asm("" : "+v"(sum));  // else gcc reorders and spills
  }

  static void Interleave(const uint8_t* from, FourSources sources,
                         int32_t* to) {
    const __m512i a = Widen(from + sources.a);
    const __m512i b = _mm512_slli_epi32(Widen(from + sources.b), 8);
    const __m512i c = _mm512_slli_epi32(Widen(from + sources.c), 16);
    const __m512i d = _mm512_slli_epi32(Widen(from + sources.d), 24);
    const __m512i abc = _mm512_or_si512(_mm512_or_si512(a, b), c);
    _mm512_storeu_si512(to, _mm512_or_si512(abc, d));
  }

 private:
  static __m512i Widen(const uint8_t* from) {
    return _mm512_cvtepu8_epi32(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  }
};

}  // namespace

void DepthwiseConvInt8(const WideDepthwiseConvParams& p, const int8_t* input,
                       int8_t* output, int8_t* scratch) {
  WideDepthwiseInt8<Quads, Int8Output, Fused, FusedSigned, Closed>(
      p, input, output, scratch);
}

}  // namespace avx512vnni
}  // namespace nn
}  // namespace mote
