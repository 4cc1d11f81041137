#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

// Pairs of 16-bit values.
struct Words {
  using Value = int16_t;
  using Weight = int16_t;
  using Vector = __m256i;
  static constexpr int kLanes = 8, kGroup = 2, kRegisters = 15;
  static constexpr bool kHasLanes = false;

  static int16_t Border(int32_t zero_point) {
    return static_cast<int16_t>(zero_point);
  }

  static void CopyRow(const int8_t* from, int32_t count, int16_t* to) {
    int32_t i = 0;
    for (; i + 16 <= count; i += 16) {
      const __m128i bytes =
          _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i));
      Store(to + i, _mm256_cvtepi8_epi16(bytes));
    }
    for (; i < count; ++i) to[i] = from[i];
  }

  static __m256i Load(const int16_t* weights) { return nn::Load(weights); }
  static __m256i Broadcast(const int16_t* values) {
    return BroadcastWord(values);
  }
  static void MultiplyAdd(__m256i& sum, __m256i x, __m256i w) {
    AddInPlace(sum, _mm256_madd_epi16(x, w));
  }
  static __m256i Add(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
};

// Groups of four bytes; products of two are summed in 16 bits.
struct SmallBytes : ByteImage {
  using Weight = int8_t;
  using Vector = __m256i;
  static constexpr int kLanes = 8, kGroup = 4, kRegisters = 14;
  static constexpr bool kHasLanes = false;

  static __m256i Load(const int8_t* weights) { return nn::Load(weights); }
  static __m256i Broadcast(const uint8_t* values) {
    return BroadcastWord(values);
  }
  static void MultiplyAdd(__m256i& sum, __m256i x, __m256i w) {
    const __m256i pairs = _mm256_maddubs_epi16(x, w);
    AddInPlace(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
  }
  static __m256i Add(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
};

}  // namespace

void ConvInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  WideConvInt8<Words, Int8Output, Fused, FusedSigned, Closed>(p, input, output,
                                                              scratch);
}

void ConvSmallInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
                   int8_t* scratch) {
  WideConvInt8<SmallBytes, Int8Output, Fused, FusedSigned, Closed>(
      p, input, output, scratch);
}

void FullyConnectedSmallInt8(const WideOrderedParams& p, const int8_t* input,
                             int8_t* output, int8_t* scratch) {
  auto* image = reinterpret_cast<uint8_t*>(scratch);
  const __m128i move = _mm_set1_epi8(-128);
  for (int32_t i = 0; i < p.shape.run_length; i += 16) {
    const __m128i ordered =
        _mm_shuffle_epi8(LoadBytes(input + i), LoadBytes(p.order + i));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(image + i),
                     _mm_xor_si128(ordered, move));
  }
  WideConvFromImage<SmallBytes, Int8Output, Fused, FusedSigned, Closed>(
      p, image, output);
}

void ConvFloat(const WideConvFloatParams& p, const float* input, float* output,
               int8_t* scratch) {
  WideConvFloat<Floats, FloatOutput>(p, input, output, scratch);
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
