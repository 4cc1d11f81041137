#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/wide_avx512.h"

namespace mote {
namespace nn {
namespace avx512vnni {
namespace {

// Groups of four bytes, summed in 32 bits.
struct Bytes : ByteImage {
  using Weight = int8_t;
  using Vector = __m512i;
  static constexpr int kLanes = 16, kGroup = 4, kRegisters = 32;
  static constexpr bool kHasLanes = false;

  static __m512i Load(const int8_t* weights) { return nn::Load(weights); }
  static __m512i Broadcast(const uint8_t* values) {
    int32_t word;
    __builtin_memcpy(&word, values, 4);
    return _mm512_set1_epi32(word);
  }
  static void MultiplyAdd(__m512i& sum, __m512i x, __m512i w) {
    sum = _mm512_dpbusd_epi32(sum, x, w);
    asm("" : "+v"(sum));  // else gcc reorders and spills
  }
  static __m512i Add(__m512i a, __m512i b) { return _mm512_add_epi32(a, b); }
};

}  // namespace

void ConvInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  WideConvInt8<Bytes, Int8Output, Fused, FusedSigned, Closed>(p, input, output,
                                                              scratch);
}

}  // namespace avx512vnni
}  // namespace nn
}  // namespace mote
